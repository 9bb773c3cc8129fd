"""The consequence notation of bcftools csq → consequence words and a protein change in HGVS.

bcftools writes residues before and after a change (``1174F>1174L``), of a frameshift all of them to
the new stop, and marks with a star what happens behind a stop that another variant on the same
molecule has made: that change is never translated, so it has no effect of its own.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

_CHANGE: Final = re.compile(r"^(\d+)([A-Z*]+)(?:\.\.\d+)?>\d+([A-Z*]+)(\.\.\d+)?$")
_SAME: Final = re.compile(r"^(\d+)([A-Z*])$")
_BEHIND_A_STOP: Final = "*"
_UNTRANSLATED: Final = "coding_sequence_variant"
_START_LOST: Final = "start_lost"


def bcftools_effect(words: str, change: str) -> tuple[str, str]:
    """Consequence words and protein change.

    Example:
        >>> bcftools_effect("missense", "1174F>1174L"), bcftools_effect("synonymous", "9P")
        (('missense', 'F1174L'), ('synonymous', 'P9='))
        >>> bcftools_effect("frameshift", "3FFFG*>3FLLR*"), bcftools_effect("*missense", "9P>9Q")
        (('frameshift', 'F4Lfs*4'), ('coding_sequence_variant', ''))
    """
    if words.startswith(_BEHIND_A_STOP):
        return _UNTRANSLATED, ""
    if _START_LOST in words.split("&"):
        return words, "M1?"  # which residue begins the protein then is not known
    same = _SAME.match(change)
    if same:
        return words, f"{same[2]}{same[1]}="
    found = _CHANGE.match(change)
    if not found:
        return words, ""
    first, before, after = int(found[1]), found[2], found[3]
    if "frameshift" in words:
        return words, _frameshift(first, before, after, is_cut=found[4] is not None)
    return words, _exchange(first, before, after)


def names_allele(cells: list[str], written: str) -> bool:
    """Whether an entry is of an allele (``A>C``); one that states no bases may be of any."""
    stated = cells[0].split("+") if cells else [""]
    return not stated[0] or any(re.sub(r"^\d+", "", item) == written for item in stated)


def _frameshift(first: int, before: str, after: str, *, is_cut: bool) -> str:
    shared = _shared(before, after)
    before, after, first = before[shared:], after[shared:], first + shared
    if not before:
        return ""
    stop = after.find("*")
    if stop == 0:
        return f"{before[0]}{first}*"
    if is_cut or not after or stop < 0:
        return f"{before[0]}{first}fs"
    return f"{before[0]}{first}{after[0]}fs*{stop + 1}"


def _exchange(first: int, before: str, after: str) -> str:
    """A change that keeps the frame, without residues that both sides share.

    Example:
        >>> _exchange(2, "FF", "F"), _exchange(3, "FD", "FLND"), _exchange(3, "F", "LN")
        ('F3del', 'F3_D4insLN', 'F3delinsLN')
    """
    stop = after.find("*")
    if -1 < stop < len(after) - 1 and not before.startswith("*"):
        after = after[: stop + 1]  # nothing is translated behind it
    whole = (first, before)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    gone, new = before[start : len(before) - end], after[start : len(after) - end]
    if gone and new and len(gone) == len(new) == 1:
        return f"{gone}{first + start}{new}"
    if gone:
        what = f"delins{new}" if new else "del"
        return f"{_span(first + start, gone)}{what}"
    if start and end:
        left, right = before[start - 1], before[start]
        return f"{left}{first + start - 1}_{right}{first + start}ins{new}"
    return f"{_span(*whole)}delins{after}" if new else ""


def _shared(one: str, other: str) -> int:
    """How many residues both begin with."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _span(first: int, residues: str) -> str:
    last = f"_{residues[-1]}{first + len(residues) - 1}" if len(residues) > 1 else ""
    return f"{residues[0]}{first}{last}"
