"""Counting the reads behind a structural variant."""

from __future__ import annotations

import polars as pl
import pytest

from crestome.read.sv_support import info_flag, info_number, info_text, with_support


def counted(
    info: str, layout: str = "", cell: str = "", alt: str = "<DEL>"
) -> tuple[int | None, float | None]:
    columns = {"INFO": [info], "ALT": [alt]}
    if layout:
        columns |= {"FORMAT": [layout], "T": [cell]}
    frame = with_support(pl.DataFrame(columns), "T" if layout else None)
    support, vaf = frame.select("support", "vaf").row(0)
    return support, None if vaf is None else round(vaf, 3)


@pytest.mark.parametrize(
    ("info", "layout", "cell", "expected"),
    [
        ("SOMATIC", "PR:SR", "14,25:31,50", (75, 0.625)),
        ("SOMATIC", "PR", "154,6", (6, 0.037)),
        ("BPI_AF=0.7,0.4", "PR:SR", "1,1:1,1", (2, 0.7)),
        ("CT=3to5", "GT:DR:DV:RR:RV", "0/1:30:57:46:54", (111, 0.54)),
        ("CT=3to5", "GT:DR:DV:RR:RV", "0/1:6:2:0:0", (2, 0.25)),
        ("SVTYPE=DEL;SUPPORT=9;AF=0.3", "GT:DR:DV", "0/1:8:7", (7, 0.467)),
        ("SVTYPE=DEL", "GT:VAF:DR:DV", "0/1:0.36:63:35", (35, 0.36)),
        ("SU=7", "GT:SU:RO:AO", "0/1:7:9:3", (7, 0.25)),
        ("TAF=0.47,0.48", "VF:REF:REFPAIR", "67:10:10", (67, 0.47)),
        ("", "VF:REF:REFPAIR", "5:10:5", (5, 0.25)),
        ("", "GT:AD", "0/1:6,2", (2, 0.25)),
        ("", "GT:AD:DP", "0/1:3:12", (3, 0.25)),
        ("", "TR:VR", "20:5", (5, 0.25)),
        ("RE=11", "GT:DR:DV", "./.:.:11", (11, None)),
        ("SUPPORT=4;AF=1.000", "", "", (4, 1.0)),
        ("PE=3;SR=2", "", "", (5, None)),
        ("AF=7", "", "", (None, None)),
        ("", "", "", (None, None)),
    ],
)
def test_every_caller_is_counted_by_its_own_fields(
    info: str, layout: str, cell: str, expected: tuple[int | None, float | None]
) -> None:
    assert counted(info, layout, cell) == expected


def test_a_single_breakend_is_counted_by_its_own_field() -> None:
    assert counted("", "BVF:REF:REFPAIR:VF", "6:10:2:0", alt="ACC.") == (6, 0.333)
    assert counted("", "BVF:REF:REFPAIR:VF", "6:1:0:0", alt="A[1:2[")[0] == 0


def test_fields_are_found_whatever_their_order_in_each_row() -> None:
    frame = pl.DataFrame(
        {
            "INFO": ["", "", ""],
            "FORMAT": ["GT:DV", "DV:GT", "GT"],
            "T": ["0/1:3", "4:0/1", "0/1"],
        }
    )
    assert with_support(frame, "T")["support"].to_list() == [3, 4, None]


def test_keys_are_whole_words() -> None:
    frame = pl.DataFrame({"INFO": ["SVEND=7;END=9;INV3", "CIEND=1,2;INV3=x", "INV35"]})
    assert frame.select(info_number("END")).to_series().to_list() == [9, None, None]
    assert frame.select(info_text("SVEND")).to_series().to_list() == ["7", None, None]
    assert frame.select(info_flag("INV3")).to_series().to_list() == [True, True, False]
