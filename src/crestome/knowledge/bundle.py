"""One JSON file of all curated files, beside them: what an installed crestome reads at start-up."""

from __future__ import annotations

import json
from pathlib import Path

from crestome.knowledge.load import BUNDLE, checksum, load_knowledge, read_sources


def render_bundle(root: Path) -> str:
    """The content of the bundle: the checksum of the curated files, and what they say.

    Raises:
        KnowledgeError: If any file is not as its schema demands; a bundle is always valid.
    """
    document = {"checksum": checksum(root), "files": read_sources(root)}
    return json.dumps(document, ensure_ascii=False, default=str, separators=(",", ":")) + "\n"


def write_bundle(root: Path) -> Path:
    """Write the bundle of ``root`` and return its path.

    Raises:
        KnowledgeError: See `render_bundle`; nothing is written then.
    """
    path = root / BUNDLE
    content = render_bundle(root)
    load_knowledge(root)
    path.write_text(content, "utf-8")
    return path


def bundle_is_current(root: Path) -> bool:
    """Whether the bundle exists and says the same as the curated files."""
    path = root / BUNDLE
    return path.is_file() and path.read_text("utf-8") == render_bundle(root)
