"""How many reads support a structural variant in one sample, and its allele fraction.

Every caller counts in its own fields. Counts of the sample come before counts over all samples,
and a stated fraction before one that is worked out; a field that a row lacks is never a zero.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_SAMPLE_SUPPORT: Final = ("VF", "TF", "SU", "DV", "AO", "VR")
_INFO_SUPPORT: Final = ("SUPPORT", "TUMOUR_READ_SUPPORT", "VF", "RE", "SU")
_SAMPLE_FRACTION: Final = ("VAF", "AF")
_INFO_FRACTION: Final = ("PURPLE_AF", "TAF", "BPI_AF", "TUMOUR_AF", "AF", "ALLELIC_FRAC", "VAF")


def info_text(key: str) -> pl.Expr:
    """The value of an INFO key; null where the row lacks it."""
    return pl.col("INFO").str.extract(rf"(?:^|;){key}=([^;]*)")


def info_number(key: str) -> pl.Expr:
    """The first whole number of an INFO key."""
    return (
        info_text(key)
        .str.split(",")
        .list.first()
        .cast(pl.Float64, strict=False)
        .cast(pl.Int64, strict=False)
    )


def info_flag(key: str) -> pl.Expr:
    """Whether a row carries an INFO flag."""
    return pl.col("INFO").str.contains(rf"(?:^|;){key}(?:;|=|$)")


def with_support(frame: pl.DataFrame, sample: str | None) -> pl.DataFrame:
    """Add ``support`` and ``vaf``, null where not given.

    Args:
        frame: Has ``INFO``, and ``FORMAT`` and the column ``sample`` where there is one.
        sample: The column of the tumour; None in a file without samples.
    """
    fields = _Fields(frame, sample)
    pairs, split = fields.number("PR", 1), fields.number("SR", 1)
    junction, spanning = fields.number("RV"), fields.number("DV")
    alone = _is_single(frame)
    support = pl.coalesce(
        # GRIDSS counts the fragments of a single breakend apart.
        pl.when(alone).then(fields.number("BVF")),
        _sum_or_null(pairs, split),
        pl.when(junction.is_not_null()).then(_sum_or_null(spanning, junction)),
        *(fields.number(key) for key in _SAMPLE_SUPPORT),
        fields.number("AD", 1),
        fields.number("AD"),
        *(info_number(key) for key in _INFO_SUPPORT),
        _sum_or_null(info_number("PE"), info_number("SR")),
    )
    stated = pl.coalesce(
        *(fields.fraction(key) for key in _SAMPLE_FRACTION[:1]),
        *(_fraction(info_text(key)) for key in _INFO_FRACTION[:3]),
        *(fields.fraction(key) for key in _SAMPLE_FRACTION[1:]),
        _ratio(_sum_or_null(pairs, split), _sum_or_null(fields.number("PR"), fields.number("SR"))),
        _ratio(junction, fields.number("RR")),
        _ratio(spanning, fields.number("DR")),
        _ratio(fields.number("AO"), fields.number("RO")),
        _ratio(
            pl.when(alone).then(fields.number("BVF")).otherwise(fields.number("VF")),
            _sum_or_null(fields.number("REF"), fields.number("REFPAIR")),
        ),
        _ratio(fields.number("AD", 1), fields.number("AD")),
        _ratio(fields.number("AD"), fields.number("DP") - fields.number("AD")),
        _ratio(fields.number("VR"), fields.number("TR") - fields.number("VR")),
        *(_fraction(info_text(key)) for key in _INFO_FRACTION[3:]),
    )
    return frame.with_columns(
        support=support.cast(pl.Int64, strict=False), vaf=stated.cast(pl.Float64)
    )


def _is_single(frame: pl.DataFrame) -> pl.Expr:
    """Rows whose ALT is a break without a partner."""
    if "ALT" not in frame.columns:
        return pl.lit(value=False)
    return pl.col("ALT").str.contains(r"^\.[A-Za-z]|^[A-Za-z]+\.$")


class _Fields:
    """The fields of one sample's column, whatever the order of FORMAT in each row."""

    def __init__(self, frame: pl.DataFrame, sample: str | None) -> None:
        self._sample = sample
        self._formats = (
            frame["FORMAT"].unique(maintain_order=True).to_list()
            if sample is not None and "FORMAT" in frame.columns
            else []
        )

    def holds(self, *keys: str) -> bool:
        return any(key in text.split(":") for text in self._formats for key in keys)

    def text(self, key: str) -> pl.Expr:
        if not self.holds(key) or self._sample is None:
            return pl.lit(None, pl.String)
        cells = pl.col(self._sample).str.split(":")
        found = [
            pl.when(pl.col("FORMAT") == text).then(
                cells.list.get(text.split(":").index(key), null_on_oob=True)
            )
            for text in self._formats
            if key in text.split(":")
        ]
        return pl.coalesce(found)

    def number(self, key: str, index: int = 0) -> pl.Expr:
        cell = self.text(key).str.split(",").list.get(index, null_on_oob=True)
        return cell.cast(pl.Float64, strict=False).cast(pl.Int64, strict=False)

    def fraction(self, key: str) -> pl.Expr:
        return _fraction(self.text(key))


def _fraction(text: pl.Expr) -> pl.Expr:
    number = text.str.split(",").list.first().cast(pl.Float64, strict=False)
    return pl.when(number.is_between(0, 1)).then(number)


def _sum_or_null(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    known = first.is_not_null() | second.is_not_null()
    return pl.when(known).then(first.fill_null(0) + second.fill_null(0))


def _ratio(variant: pl.Expr, reference: pl.Expr) -> pl.Expr:
    total = variant + reference
    return pl.when(total > 0).then(variant / total)
