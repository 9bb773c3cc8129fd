from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from read.effect_files import BASES, TINY, fasta

from crestome.model.issue import Issues
from crestome.read.reference_sequence import ReferenceSequence, open_reference

pysam = pytest.importorskip("pysam")


def opened(path: Path, issues: Issues | None = None) -> ReferenceSequence | None:
    folder = path.parent / "index"
    folder.mkdir(exist_ok=True)
    return open_reference(path, path.name, folder=folder, genome=TINY, issues=issues or Issues())


def faults(path: Path) -> str:
    issues = Issues()
    assert opened(path, issues) is None
    return "\n".join(map(str, issues.errors))


@pytest.mark.parametrize("contig", ["2", "chr2", "NC_000002.12"])
def test_bases_are_found_whatever_the_contig_is_called(contig: str, tmp_path: Path) -> None:
    reference = opened(fasta(tmp_path, contig))
    assert reference is not None
    assert reference.bases([("2", 110, 116), ("2", 990, 2000)]) == ["ATGTTC", BASES[990:]]


def test_nothing_is_written_beside_the_file(tmp_path: Path) -> None:
    path = fasta(tmp_path)
    assert opened(path) is not None
    assert sorted(item.name for item in tmp_path.iterdir()) == ["index", "reference.fa"]


def test_an_index_is_used_where_it_is_not_older_than_the_file(tmp_path: Path) -> None:
    path = fasta(tmp_path)
    pysam.faidx(str(path))
    reference = opened(path)
    assert reference is not None
    assert reference.path == path
    index = path.with_name("reference.fa.fai")
    os.utime(index, (0, 0))
    again = open_reference(path, "x", folder=tmp_path / "index", genome=TINY, issues=Issues())
    assert again is not None
    assert again.path.parent == tmp_path / "index"


def test_a_bgzipped_sequence_is_read(tmp_path: Path) -> None:
    plain, packed = fasta(tmp_path), tmp_path / "reference.fa.gz"
    pysam.tabix_compress(str(plain), str(packed))
    reference = opened(packed)
    assert reference is not None
    assert reference.bases([("2", 110, 116)]) == ["ATGTTC"]


def test_chromosomes_of_another_length_are_refused(tmp_path: Path) -> None:
    said = faults(fasta(tmp_path, bases=BASES + "A"))
    assert "chromosome 2 has 1,001 bases; expected 1,000, as in GRCh38" in said


def test_a_sequence_without_chromosomes_is_refused(tmp_path: Path) -> None:
    assert "no chromosome among its sequences" in faults(fasta(tmp_path, "scaffold_9"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello\nworld\n",
        b">2\nACGT\nAC\nACGT\n",
        gzip.compress(b">2\nACGT\nACGT\n", mtime=0),
        bytes(range(256)),
    ],
)
def test_what_is_no_reference_is_refused_in_silence(
    content: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.fa"
    path.write_bytes(content)
    assert "cannot be read as a reference sequence" in faults(path)
    assert capfd.readouterr().err == ""
