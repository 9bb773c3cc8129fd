"""Every kind of file goes to its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.inspection import FileKind
from crestome.model.issue import Issues
from crestome.read.file_alone import FileAlone, read_file_alone
from crestome.read.reading import Wanted
from crestome.read.text import read_text_file

GENOME = load_genome(Assembly.GRCH37)


@pytest.mark.parametrize(
    ("kind", "lines", "role"),
    [
        (
            FileKind.SMALL_VARIANTS,
            ["Hugo_Symbol\tHGVSp_Short", "ALK\tp.F1174L"],
            "small_variants",
        ),
        (
            FileKind.STRUCTURAL_VARIANTS,
            ["chrom1\tstart1\tend1\tchrom2\tstart2\tend2", "2\t500\t501\t2\t900\t901"],
            "structural_variants",
        ),
        (FileKind.FUSIONS, ["GeneA\tGeneB", "EML4\tALK"], "fusions"),
        (FileKind.COPY_NUMBER, ["gene\tcall", "MYCN\tamplified"], "copy_number"),
        (FileKind.EVENTS, ["gene\ttype", "ATRX\tdeletion"], "events"),
        (FileKind.GENES_SEQUENCED, ["ALK"], "genes_sequenced"),
        (
            FileKind.TELOMERES,
            ["Sample,F1,F2,F4,Psi,Length", "A.bam,900,9,1,1,4000"],
            "telomeres",
        ),
    ],
)
def test_it_is_read_by_the_reader_of_its_kind(
    tmp_path: Path, kind: FileKind, lines: list[str], role: str
) -> None:
    path = tmp_path / "file"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    issues = Issues()
    text = read_text_file(path, "file", issues)
    assert text is not None
    reading = read_file_alone(FileAlone(path=path, text=text, kind=kind), Wanted(), GENOME, issues)
    assert reading is not None
    assert reading.source.role == role
    assert reading.source.rows == 1


def test_a_kind_without_a_reader_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x\n")
    issues = Issues()
    text = read_text_file(path, "file", issues)
    assert text is not None
    file = FileAlone(path=path, text=text, kind=FileKind.CASE)
    assert read_file_alone(file, Wanted(), GENOME, issues) is None
    assert "case: not read alone" in str(issues.errors[0])
