"""A user's own folder of curated files, laid over the shipped ones file by file.

A centre may know a drug that crestome does not, or judge a claim otherwise. It keeps only what
differs: a drug, a risk table or a trial under the name of a shipped file replaces it, under a new
name it is added; in files of many entries (references, assays, rules …) each entry replaces the one
of its key. What is to go is named, with the reason, in ``removed.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from crestome.errors import KnowledgeError
from crestome.knowledge.sample_words import FILE as SAMPLE_WORDS

REMOVED: Final = "removed.yaml"
_ENTRIES: Final = "rules/"
"""Besides the files at the top, the folder whose files hold many entries."""


@dataclass(frozen=True)
class Folders:
    """Where each curated file, or each entry of a file, was read from.

    Attributes:
        base: The folder of all files.
        overlay: The folder laid over it; None without one.
        laid_over: The files of the overlay by name, with the keys that they hold.
    """

    base: Path
    overlay: Path | None = None
    laid_over: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def path(self, name: str, key: str = "") -> Path:
        """The file of this name that holds ``key``: the overlay's where that one does."""
        keys = self.laid_over.get(name)
        own = keys is not None and (not key or key in keys)
        return self.overlay / name if own and self.overlay is not None else self.base / name


def lay_over(
    base: Mapping[str, object], overlay: Mapping[str, object], folder: Path
) -> dict[str, object]:
    """The curated files with those of an overlay in their place.

    Args:
        base: Content of every file by its name.
        overlay: Content of the overlay's files.
        folder: Of the overlay, for messages.

    Raises:
        KnowledgeError: If the overlay removes what is not there, gives no reason for it, holds a
            file that belongs nowhere, or none at all.
    """
    if not overlay:
        message = (
            f"{folder}: neither VERSION nor any curated file; give a whole folder of curated data, "
            "or one with the files that differ, named as the shipped ones (drugs/<drug>.yaml …)"
        )
        raise KnowledgeError(message)
    removed, faults = _removed(overlay, folder)
    faults += [
        f"{folder / REMOVED}: {name}: no such curated file; remove the line"
        for name in removed
        if name not in base
    ]
    faults += [
        f"{folder / name}: no curated file has this name; a drug belongs into drugs/, a table of "
        "risk into risk/"
        for name in overlay
        if "/" not in name and name not in {*base, REMOVED}
    ]
    faults += [
        f"{folder / name}: not laid over: files are read by the shipped words; remove the file "
        "and name the samples in the case"
        for name in overlay
        if name == SAMPLE_WORDS and overlay[name] != base.get(name)
    ]
    if faults:
        raise KnowledgeError(*faults)
    kept = {name: content for name, content in base.items() if name not in removed}
    own = {
        name: _joined(name, kept.get(name), content)
        for name, content in overlay.items()
        if name != REMOVED
    }
    return dict(sorted((kept | own).items()))


def keys_of(overlay: Mapping[str, object]) -> dict[str, frozenset[str]]:
    """The files of an overlay, with the keys that each of them holds."""
    return {
        name: frozenset(str(key) for key in content) if isinstance(content, dict) else frozenset()
        for name, content in overlay.items()
    }


def _removed(overlay: Mapping[str, object], folder: Path) -> tuple[dict[str, object], list[str]]:
    """The files that go, each with the reason, and what is wrong with that."""
    removed = overlay.get(REMOVED, {})
    if not isinstance(removed, dict):
        return {}, [f"{folder / REMOVED}: expected file names, each with the reason"]
    faults = [
        f"{folder / REMOVED}: {name}: say why it is removed"
        for name, reason in removed.items()
        if not isinstance(reason, str) or not reason.strip()
    ]
    return removed, faults


def _joined(name: str, shipped: object, own: object) -> object:
    """Entries of both files where they hold entries, each key once; else the overlay's file."""
    of_entries = "/" not in name or name.startswith(_ENTRIES)
    if of_entries and isinstance(shipped, dict) and isinstance(own, dict):
        return shipped | own
    return own
