"""Turns the identifiers of an assessment into words for people; it renames and never judges."""

from __future__ import annotations

import re
from typing import Final

from crestome.model.call import DetailValue
from crestome.model.therapy import Effect, Verdict

NOT_STATED: Final = "not stated"
_IDENTIFIER: Final = re.compile(r"\b(?:[A-Za-z]+|\d+[pq])(?:_[A-Za-z0-9]+)+\b")
_SPELLED: Final = {
    "alk": "ALK",
    "atrx": "ATRX",
    "excl alk": "without ALK",
    "incl alk": "with ALK",
    "mycn": "MYCN",
    "pi3k": "PI3K",
    "ras mapk": "RAS-MAPK",
    "rb1": "RB1",
    "tert": "TERT",
    "tp53": "TP53",
}
"""Names of calls and details as people write them."""
_SPELLED_NAME: Final = re.compile(rf"\b(?:{'|'.join(sorted(_SPELLED, key=len, reverse=True))})\b")
_DAYS_PER_YEAR: Final = 365.25

VERDICT_WORDS: Final[dict[Verdict, tuple[str, str]]] = {
    Verdict.MATCHED: (
        "Evidence match",
        "The curated condition holds, and nothing curated speaks against it.",
    ),
    Verdict.DOWNGRADED: (
        "Evidence match, downgraded",
        "The condition holds, and something in this tumour weakens it.",
    ),
    Verdict.CONDITIONAL: (
        "Conditional",
        "A condition that matters was not assessed, or is assessed and uncertain.",
    ),
    Verdict.AGAINST: (
        "Evidence against",
        "Expected not to work in this tumour, or worse; the reason is shown.",
    ),
    Verdict.NOT_MATCHED: (
        "Not matched",
        "The criterion that failed is shown.",
    ),
}
"""Heading and explanation of each group, in the order of the page."""

EFFECT_WORDS: Final[dict[Effect, str]] = {
    Effect.SENSITIVITY: "sensitivity",
    Effect.CONDITIONAL_SENSITIVITY: "sensitivity, scarce data",
    Effect.DOWNGRADE: "weakens",
    Effect.RESISTANCE: "resistance",
    Effect.STRENGTHENS: "strengthens",
    Effect.NOTE: "note",
}


def humanise(identifier: str) -> str:
    """Underscores as spaces; nothing else changes.

    Example:
        >>> humanise("TELOMERASE_TERT_SV")
        'TELOMERASE TERT SV'
    """
    return identifier.replace("_", " ").strip()


def in_words(text: str) -> str:
    """A sentence with its identifiers as words; a protein change keeps its underscore.

    Example:
        >>> in_words("ceritinib resistant_by_analogy; ATRX p.X331_splice; 1p_loss")
        'ceritinib resistant by analogy; ATRX p.X331_splice; 1p loss'
        >>> in_words("mycn is amplified; ras mapk is positive, excl alk yes")
        'MYCN is amplified; RAS-MAPK is positive, without ALK yes'
    """
    words = _IDENTIFIER.sub(lambda found: humanise(found[0]), text)
    return _SPELLED_NAME.sub(lambda found: _SPELLED[found[0]], words)


def detail_text(value: DetailValue) -> str:
    """A detail of a call on one line.

    Example:
        >>> detail_text(None), detail_text(True), detail_text(0.25)
        ('unknown', 'yes', '0.25')
        >>> detail_text(("1p_loss", "17q_gain"))
        '1p loss, 17q gain'
        >>> detail_text(({"region": "1p", "state": "loss"}, {"region": "17q", "state": "gain"}))
        'region 1p, state loss; region 17q, state gain'
    """
    if isinstance(value, dict):
        return ", ".join(f"{humanise(key)} {detail_text(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        apart = "; " if any(isinstance(item, dict) for item in value) else ", "
        return apart.join(detail_text(item) for item in value) or "none"
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_text(value) if isinstance(value, float) else in_words(str(value))


def number_text(value: float) -> str:
    """A number with four significant digits and no needless zeros.

    Example:
        >>> number_text(12.0), number_text(0.123456), number_text(1234567.0)
        ('12', '0.1235', '1,234,567')
    """
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:.4g}"


def age_text(days: int | None) -> str:
    """An age in days and years.

    Example:
        >>> age_text(1240)
        '1,240 days (3.4 years)'
    """
    if days is None:
        return NOT_STATED
    return f"{days:,} days ({days / _DAYS_PER_YEAR:.1f} years)"
