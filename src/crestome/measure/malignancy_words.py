"""Words that a column or a table says of cells → malignant, normal or unverified.

A word is taken for what it says, never for what it may mean: a cluster called 1 is not a tumour.
Bare answers (yes, no, 1, 0) answer the question of malignancy only where nothing else is answered.

References:
    crestome-conventions
"""

from __future__ import annotations

from typing import Final

import polars as pl

from crestome.measure.signature_rules import SignatureRules
from crestome.model.issue import Issues
from crestome.model.single_cell import CellSource, Malignancy

_SHOWN: Final = 12


def malignancies(words: pl.Series, rules: SignatureRules) -> pl.Series:
    """What the word of each cell says; unverified where it says nothing known."""
    return _folded(words).replace_strict(
        _known(rules), default=Malignancy.UNVERIFIED.value, return_dtype=pl.String
    )


def check_words(source: CellSource, rules: SignatureRules, issues: Issues) -> None:
    """Refuse words that say nothing of malignancy, before any cell is scored.

    Args:
        source: See `CellSource`; cells of which nothing was asked are not looked at.
        rules: See `SignatureRules`.
        issues: Takes an error where no word is known, or bare answers stand beside other words;
            and a warning with the words that are unknown beside known ones.
    """
    if not source.malignancy:
        return
    where = f"{source.name}, {source.malignancy}"
    found = _folded(source.labels["word"]).replace("", None).drop_nulls()
    held = found.value_counts(sort=True).sort(["count", found.name], descending=[True, False])
    words = dict(held.iter_rows())
    known = _known(rules)
    bare = {*rules.bare_malignant_words.value, *rules.bare_normal_words.value}
    unknown = {word: number for word, number in words.items() if word not in known}
    clear = ", ".join((*rules.malignant_words.value, *rules.normal_words.value))
    expected = f"{clear}; or of {', '.join(sorted(bare))} and no other word"
    if not words.keys() & known.keys():
        issues.error(
            where,
            f"no word that tells malignant from normal cells: {_listed(words)}",
            expected=expected,
            remedy="name the column or table that says it, or write these words",
        )
    elif words.keys() & bare and not words.keys() <= bare:
        issues.error(
            where,
            f"bare answers beside other words, as of clusters: {_listed(words)}",
            expected=expected,
            remedy="write malignant and normal in a column of its own, and name it",
        )
    elif unknown:
        issues.warn(
            where,
            f"words that say neither malignant nor normal, so that their cells are unverified: "
            f"{_listed(unknown)}",
            remedy="correct them, if they should say it",
        )


def _listed(words: dict[str, int]) -> str:
    """The most frequent words with the number of their cells."""
    shown = [f"{word!r} {number:,}" for word, number in list(words.items())[:_SHOWN]]
    more = [f"and {len(words) - _SHOWN:,} more"] if len(words) > _SHOWN else []
    return ", ".join([*shown, *more]) or "every cell is without one"


def _folded(words: pl.Series) -> pl.Series:
    return words.str.strip_chars().str.to_lowercase().alias("malignancy")


def _known(rules: SignatureRules) -> dict[str, str]:
    malignant = (*rules.malignant_words.value, *rules.bare_malignant_words.value)
    normal = (*rules.normal_words.value, *rules.bare_normal_words.value)
    return {
        **dict.fromkeys(malignant, Malignancy.MALIGNANT.value),
        **dict.fromkeys(normal, Malignancy.NORMAL.value),
    }
