"""The facts stated beside real files are held against what the readers make of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
HEAD = "| file | dialect, caller | assembly | rows | facts |\n|---|---|---|---|---|\n"


def checked(data: Path) -> tuple[list[str], dict[str, dict[str, int]]]:
    finished = subprocess.run(  # noqa: S603 (our own program on our own arguments)
        [sys.executable, str(ROOT / "validation" / "formats.py"), "--all", "--data", str(data)],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = finished.stdout.splitlines()
    return lines, json.loads(lines[-1])


def describe(data: Path, folder: str, name: str, content: str, facts: str) -> None:
    place = data / "formats" / folder
    place.mkdir(parents=True)
    (place / name).write_text(content, "utf-8")
    (place / "README.md").write_text(f"{HEAD}| {name} | x | GRCh37 | 2 | {facts} |\n", "utf-8")


def test_right_and_wrong_facts_are_told_apart(tmp_path: Path) -> None:
    describe(
        tmp_path,
        "copy_number",
        "any.name",
        "ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\n"
        "T1\t2\t1\t20000000\t9\t1.5\nT1\t2\t20000001\t243199373\t9\t0.1\n",
        "samples 1: T1 ; over MYCN (2:16083700): T1 2:1-20000000 seg.mean 1.5 ; "
        "over MYCN (2:16083700): T1 2:1-20000000 seg.mean 2.5 ; chromosomes 1 (2…2) ; "
        "seg.mean min 0.1 max 1.7; chr2 n 2 min 0.1 max 1.7 ; a fact in prose",
    )
    lines, totals = checked(tmp_path)
    assert totals == {
        "copy_number": {
            "WRONG": 2,
            "files": 1,
            "files refused": 0,
            "not checked": 1,
            "right": 5,
        }
    }
    wrong = [line.strip() for line in lines if "WRONG:" in line]
    assert wrong[0].startswith("WRONG: over MYCN (2:16083700): T1 2:1-20000000 seg.mean 2.5")
    assert wrong[1].startswith("WRONG: seg.mean min 0.1 max 1.7")
    assert "small_variants: not run, no README.md under" in lines[0]


def test_a_filter_does_not_hide_a_wrong_count(tmp_path: Path) -> None:
    describe(
        tmp_path,
        "small_variants",
        "calls.vcf",
        "##fileformat=VCFv4.2\n##contig=<ID=1,length=249250621>\n"
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tNORMAL\tTUMOR\n"
        "1\t1000\t.\tA\tG\t.\tPASS\t.\tGT:AD\t0/0:9,0\t0/1:30,10\n"
        "1\t2000\t.\tC\tT\t.\tweak\t.\tGT:AD\t0/0:9,0\t0/1:5,5\n",
        "samples ['NORMAL', 'TUMOR'] ; FILTER PASS:1, weak:1 ; tumour sample TUMOR (column 2 of 2)"
        " ; 1:1000 A>G AD 30,10 -> VAF 0.2500 ; 1:2000 C>T AD 5,5 -> VAF 0.6000",
    )
    _, totals = checked(tmp_path)
    assert totals["small_variants"]["right"] == 6
    assert totals["small_variants"]["WRONG"] == 1


def test_no_stated_fact_of_the_real_files_is_read_wrong() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/data is absent: there are no real files to read")
    lines, totals = checked(SHARED)
    assert [line for line in lines if "WRONG:" in line] == []
    assert sum(total["right"] for total in totals.values()) > 700
    assert sum(total["files refused"] for total in totals.values()) < 15
