"""A protein change in any notation → one-letter HGVS without ``p.``, and what it does.

Laboratories print one change in many ways: ``p.Phe1174Leu``, ``NP_004295.2:p.(Phe1174Leu)``,
``F1174L``. Rules and drug claims name residues, so all notations must meet in one. A stop codon is
``*`` whether the file writes ``X``, ``Ter`` or ``*``. Changes in FGFR1 are numbered by the longest
isoform in older reports, 31 residues above the numbering in use now (N577K is N546K).
"""

from __future__ import annotations

import re
from typing import Final

from crestome.model.small_variant import Consequence

_ONE_LETTER: Final = {
    "ala": "A",
    "arg": "R",
    "asn": "N",
    "asp": "D",
    "cys": "C",
    "gln": "Q",
    "glu": "E",
    "gly": "G",
    "his": "H",
    "ile": "I",
    "leu": "L",
    "lys": "K",
    "met": "M",
    "phe": "F",
    "pro": "P",
    "ser": "S",
    "thr": "T",
    "trp": "W",
    "tyr": "Y",
    "val": "V",
    "sec": "U",
    "ter": "*",
    "stop": "*",
    "xaa": "X",
}
_THREE_LETTER: Final = re.compile("|".join(name.capitalize() for name in _ONE_LETTER))
_LOOSE_SUBSTITUTION: Final = re.compile(r"^([A-Za-z]{3,4})(\d+)([A-Za-z]{3,4}|[*=])$")
_SINGLE_SUBSTITUTION: Final = re.compile(r"^([A-Za-z*])(\d+)([A-Za-z*])$")
_PREFIX: Final = re.compile(r"^(?:(?:[\w.()-]+:)+(?=p\.))?(?:p\.+)+|^\.(?=[A-Z]\d)")
_STOP_SUFFIX: Final = re.compile(r"(?<=fs)X(?=\d*$)")
_UNSTATED: Final = frozenset({"", ".", "-", "?", "NA", "N/A", "NULL", "None", "null"})

_OLD_FGFR1: Final = {("N", "577"): "546", ("K", "687"): "656"}
"""Residue of the longest isoform → residue of NM_023110 (S-75; RAS rules name N546 and K656)."""
_FGFR1_CHANGE: Final = re.compile(r"^([NK])(577|687)(?=\D)")


def normalise_protein_change(text: str) -> str:
    """One-letter HGVS without prefix; "" where the file states none.

    Text that is no protein change is returned as it stands: it is the file's word, and no rule
    will match it.

    Example:
        >>> normalise_protein_change("NP_004295.2:p.(Phe1174Leu)")
        'F1174L'
        >>> normalise_protein_change("p.Ala155ArgfsTer59")
        'A155Rfs*59'
        >>> normalise_protein_change("R213X"), normalise_protein_change("p.X331_splice")
        ('R213*', 'X331_splice')
        >>> normalise_protein_change("p.Leu1060%3D"), normalise_protein_change("p.I227I")
        ('L1060=', 'I227=')
    """
    change = text.strip()
    while (simpler := _simpler(change)) != change:
        change = simpler
    return "" if change in _UNSTATED else change


def _simpler(change: str) -> str:
    change = _PREFIX.sub("", change.replace("%3D", "=").replace("%3d", "="))
    if change.startswith("(") and change.endswith(")"):
        change = change[1:-1]
    loose = _LOOSE_SUBSTITUTION.match(change)
    if loose and loose[1].lower() in _ONE_LETTER:
        alternative = _ONE_LETTER.get(loose[3].lower(), loose[3])
        change = f"{_ONE_LETTER[loose[1].lower()]}{loose[2]}{alternative}"
    change = _THREE_LETTER.sub(lambda found: _ONE_LETTER[found[0].lower()], change)
    change = _STOP_SUFFIX.sub("*", change)
    single = _SINGLE_SUBSTITUTION.match(change)
    if single:
        reference, alternative = (
            "*" if residue in "Xx" else residue.upper() for residue in single.group(1, 3)
        )
        same = reference == alternative
        change = f"{reference}{single[2]}{'=' if same else alternative}"
    return change.strip()


def current_numbering(gene: str, change: str) -> str:
    """The change in the numbering that rules use; only FGFR1 is renumbered.

    Example:
        >>> current_numbering("FGFR1", "N577K"), current_numbering("FGFR1", "K656E")
        ('N546K', 'K656E')
    """
    found = _FGFR1_CHANGE.match(change) if gene == "FGFR1" else None
    residue = _OLD_FGFR1.get((found[1], found[2])) if found else None
    return f"{change[0]}{residue}{change[4:]}" if residue else change


_SHAPES: Final = (
    (re.compile(r"_splice$"), Consequence.SPLICE),
    (re.compile(r"^[A-Z*]?\d+(_[A-Z*]?\d+)?[A-Z]*fs"), Consequence.FRAMESHIFT),
    (re.compile(r"^M1(\?|[A-Z]$)|^M1ext"), Consequence.START_LOST),
    (re.compile(r"^\*\d+([A-Z]|ext|[A-Z]ext.*)"), Consequence.STOP_LOST),
    (re.compile(r"^[A-Z]\d+(_[A-Z]\d+)?(delins[A-Z]*|ins[A-Z]*)?\*$"), Consequence.NONSENSE),
    (re.compile(r"^([A-Z*]\d+)?=$"), Consequence.SYNONYMOUS),
    (re.compile(r"^[A-Z]\d+[A-Z]$"), Consequence.MISSENSE),
    (re.compile(r"^[A-Z]?\d+(_[A-Z]?\d+)?(del|ins|dup|[A-Z]*>)"), Consequence.INFRAME),
)


def consequence_of(change: str) -> Consequence:
    """What a normalised protein change does, for files that state no other class.

    Example:
        >>> consequence_of("F1174L"), consequence_of("R213*"), consequence_of("")
        (<Consequence.MISSENSE: 'missense'>, <Consequence.NONSENSE: 'nonsense'>, \
<Consequence.UNKNOWN: 'unknown'>)
    """
    return next(
        (consequence for shape, consequence in _SHAPES if shape.search(change)),
        Consequence.UNKNOWN,
    )
