from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from read.effect_files import fasta, gff3, record

from crestome.read.consequence_program import ask_bcftools

pysam = pytest.importorskip("pysam")


def files(folder: Path, *records: str) -> tuple[Path, Path, Path]:
    reference = fasta(folder)
    pysam.faidx(str(reference))
    variants = folder / "variants.vcf"
    top = (
        "##fileformat=VCFv4.2",
        "##contig=<ID=2,length=1000>",
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO",
    )
    variants.write_text("\n".join([*top, *records, ""]), "utf-8")
    return reference, gff3(folder), variants


def test_the_records_come_back_with_their_consequences(tmp_path: Path) -> None:
    answer = ask_bcftools(*files(tmp_path, record(114, "T>G", "2")))
    assert answer.records is not None
    (line,) = answer.records
    assert line.endswith("BCSQ=missense|ALK|ENST00000389048|protein_coding|+|2F>2V|114T>G")


def test_what_the_program_says_is_told_without_the_folder(tmp_path: Path) -> None:
    answer = ask_bcftools(*files(tmp_path, record(200, "A>G", "2"), record(114, "T>G", "2")))
    assert answer.records is None
    assert "not sorted" in answer.said or answer.said == "crashed (signal 11)"
    assert str(tmp_path) not in answer.said


def test_a_program_that_dies_in_silence_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.read.consequence_program._PROGRAM", "import os; os._exit(9)")
    assert ask_bcftools(*files(tmp_path)).said == "ended with status 9"


def test_a_program_that_crashes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crestome.read.consequence_program._PROGRAM", "import os; os.abort()")
    assert ask_bcftools(*files(tmp_path)).said == "crashed (signal 6)"


def test_a_program_that_does_not_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never_ends(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("csq", 600)

    monkeypatch.setattr(subprocess, "run", never_ends)
    answer = ask_bcftools(*files(tmp_path))
    assert answer == (None, "no answer within 600 seconds")
