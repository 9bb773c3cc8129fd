"""A CRAM gives what its BAM gives, with its reference, and a refusal without."""

from __future__ import annotations

import random
from pathlib import Path

import pysam
import pytest
from telomere_bam import Read, write_bam

from crestome.errors import FormatError
from crestome.read.alignment_cram import is_cram, read_cram

CHANCE = random.Random(5)  # noqa: S311 (a simulation)
CONTIG = "".join(CHANCE.choices("ACGT", k=3000))
LENGTHS = (10_000_000, 6_000_000)


def reads() -> list[Read]:
    placed = [
        Read(f"p{index}", CONTIG[index : index + 100], 0, 60, 0, index, cigar=((0, 100),))
        for index in range(0, 2900, 7)
    ]
    unplaced = [Read(f"u{index}", "TTAGGG" * 16, 0x4, 0, -1, -1) for index in range(30)]
    return [*placed, *unplaced]


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    path = tmp_path / "reference.fa"
    contigs = (("chr1", CONTIG.ljust(LENGTHS[0], "A")), ("chr2", "C" * LENGTHS[1]))
    path.write_text("".join(f">{name}\n{letters}\n" for name, letters in contigs), "utf-8")
    return path


def as_cram(tmp_path: Path, reference: Path, *options: str) -> Path:
    bam, cram = write_bam(tmp_path / "a.bam", reads()), tmp_path / "a.cram"
    pysam.view("-C", "-T", str(reference), *options, "-o", str(cram), str(bam), catch_stdout=False)
    return cram


def read_names(path: Path, reference: Path | None) -> tuple[bytes, int]:
    source = read_cram(path, reference, 2)
    data = b"".join(part for _end, part in source.mapped(lambda one: one.tobytes(), 1))
    return data, len(source.header.contigs)


def test_with_its_reference_a_cram_gives_all_letters(tmp_path: Path, reference: Path) -> None:
    cram = as_cram(tmp_path, reference)
    assert is_cram(cram)
    assert not is_cram(tmp_path / "a.bam")
    data, contigs = read_names(cram, reference)
    assert contigs == 2
    with pysam.AlignmentFile(str(tmp_path / "a.bam")) as bam:
        packed = [one.query_name.encode() for one in bam.fetch(until_eof=True) if one.query_name]
    assert all(name in data for name in packed)
    letters = bytes.fromhex("88 14 44" * 16)
    assert data.count(letters) == 30


def test_an_embedded_reference_needs_no_other(tmp_path: Path, reference: Path) -> None:
    cram = as_cram(tmp_path, reference, "--output-fmt-option", "embed_ref=1")
    reference.unlink()
    data, _contigs = read_names(cram, None)
    assert data.count(bytes.fromhex("88 14 44" * 16)) == 30


def test_without_its_reference_a_cram_is_refused_and_nothing_is_fetched(
    tmp_path: Path, reference: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REF_PATH", "https://example.org/%s")
    cram = as_cram(tmp_path, reference)
    reference.unlink()
    Path(f"{reference}.fai").unlink()
    with pytest.raises(FormatError, match=r"a\.cram: the CRAM cannot be decoded .*--reference"):
        read_names(cram, None)


def test_a_reference_that_is_not_there_is_refused(tmp_path: Path, reference: Path) -> None:
    cram = as_cram(tmp_path, reference)
    with pytest.raises(FormatError, match=r"none\.fa: no such file; expected the FASTA that a\.cr"):
        read_names(cram, tmp_path / "none.fa")


def test_a_cram_that_is_cut_off_is_refused(tmp_path: Path, reference: Path) -> None:
    cram = as_cram(tmp_path, reference)
    cram.write_bytes(cram.read_bytes()[:-60])
    with pytest.raises(FormatError, match="the CRAM cannot be decoded"):
        read_names(cram, reference)
