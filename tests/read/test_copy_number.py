from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.copy_number import CopyNumberProfile, GeneCopyNumber, Platform, PurityPloidy
from crestome.model.genome import Assembly, Genome
from crestome.model.issue import Issues
from crestome.read.copy_number import read_copy_number
from crestome.read.reading import Reading
from crestome.read.text import read_text_file

DATA = Path(__file__).parents[2].parent / "shared" / "data"
GRCH37 = load_genome(Assembly.GRCH37)
GRCH38 = load_genome(Assembly.GRCH38)
SEG = b"ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT1\t1\t1\t9000\t9\t0.1\n"
Outcome = tuple[
    Reading[CopyNumberProfile] | Reading[tuple[GeneCopyNumber, ...]] | Reading[PurityPloidy] | None,
    Issues,
]


def read(path: Path, *, sample: str | None = None, genome: Genome = GRCH37) -> Outcome:
    issues = Issues()
    text = read_text_file(path, path.name, issues)
    reading = None
    if text is not None:
        reading = read_copy_number(
            text, genome=genome, sample=sample, platform=Platform.WGS, issues=issues
        )
    assert (reading is None) == bool(issues.errors)
    return reading, issues


def written(folder: Path, content: bytes) -> Path:
    path = folder / "tumour.seg"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        SEG,
        SEG.replace(b"\n", b"\r\n"),
        SEG.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + SEG,
        gzip.compress(SEG, mtime=0),
        lzma.compress(SEG),
        SEG.removesuffix(b"\n"),
        SEG.replace(b"\t", b" "),
    ],
    ids=["plain", "CRLF", "CR", "BOM", "gzip", "xz", "no last line end", "blanks"],
)
def test_packing_and_line_ends_do_not_matter(tmp_path: Path, content: bytes) -> None:
    reading, issues = read(written(tmp_path, content))
    assert reading is not None
    assert isinstance(reading.value, CopyNumberProfile)
    assert reading.value.segments.frame["log2"].to_list() == [0.1]
    assert issues.items == []


def test_a_latin_1_name_is_read_with_a_note(tmp_path: Path) -> None:
    reading, issues = read(written(tmp_path, SEG.replace(b"T1", b"M\xfcller")), sample="Müller")
    assert reading is not None
    assert "Latin-1" in issues.items[0].what


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "tumour.seg: the file is empty (0 bytes)"),
        (gzip.compress(SEG * 50, mtime=0)[:-20], "tumour.seg: the packed file is cut short"),
        (b"PK\x03\x04" + SEG, "tumour.seg: not readable as text: a zip archive"),
        (SEG + b"\0\0", "tumour.seg: not readable as text"),
        (b"\n\n", "tumour.seg: neither segments nor copies of genes"),
        (b"# only a comment\n", "tumour.seg: neither segments nor copies of genes"),
    ],
    ids=["0 bytes", "truncated", "zip", "binary", "blank", "comment"],
)
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    _, issues = read(written(tmp_path, content))
    assert str(issues.errors[0]).startswith(message)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "not found" in str(read(tmp_path / "tumour.seg")[1].errors[0])


def test_a_list_of_genes_is_told_from_segments_by_its_header(tmp_path: Path) -> None:
    reading, _ = read(written(tmp_path, b"gene\tcall\nMYCN\tamplification\n"))
    assert reading is not None
    assert isinstance(reading.value, tuple)
    assert reading.value[0].where == "tumour.seg line 2"


def test_every_public_file_is_read_or_refused_with_one_message() -> None:
    folder = DATA / "formats" / "copy_number"
    files = [path for path in sorted(folder.glob("*")) if path.suffix != ".md"]
    if not files:
        pytest.skip(f"no public files at {folder}")
    kinds = dict.fromkeys(("segments", "asks for a sample", "refused"), 0)
    for path in files:
        hg38 = any(word in path.name for word in ("grch38", "sarek"))
        reading, issues = read(path, genome=GRCH38 if hg38 else GRCH37)
        assert len(issues.errors) <= 1
        if reading is not None:
            kinds["segments"] += 1
        else:
            asks = "nothing says which one" in issues.errors[0].what
            kinds["asks for a sample" if asks else "refused"] += 1
    assert kinds["segments"] >= 11
    assert kinds["asks for a sample"] >= 7
