from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crestome.knowledge.load import load_genome
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.ledger import Fate
from crestome.read.genes_sequenced import read_genes_sequenced
from crestome.read.reading import Reading

Outcome = tuple[Reading[frozenset[str]] | None, Issues]


def read(folder: Path, content: str | bytes) -> Outcome:
    path = folder / "panel.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    issues = Issues()
    reading = read_genes_sequenced(path, path.name, issues)
    assert (reading is None) == bool(issues.errors)
    return reading, issues


def genes(outcome: Outcome) -> set[str]:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    (entry,) = reading.set_aside
    assert (entry.rows, entry.fate) == (reading.source.rows, Fate.USED)
    return set(reading.value)


def fault(outcome: Outcome) -> str:
    _, issues = outcome
    assert len(issues.errors) == 1, [str(issue) for issue in issues.errors]
    return str(issues.errors[0])


@pytest.mark.parametrize(
    "content",
    [
        "ALK\nTP53\n",
        "gene\nALK\nTP53\n",
        "# panel v1\n\nALK\n\nTP53",
        "ALK, TP53\n",
        "ALK\r\nTP53\r\n",
        '"ALK"\n"p53"\n',
        "\ufeffALK\nTP53\n",
        "track name=x\nchr2\t100\t200\tALK_exon23\nchr17\t1\t9\tTP53:NM_000546\n",
        "exon\tHugo_Symbol\n1\tALK\n2\tALK\n7\tTP53\n",
    ],
)
def test_lists_tables_and_intervals_name_the_same_genes(tmp_path: Path, content: str) -> None:
    assert genes(read(tmp_path, content)) == {"ALK", "TP53"}


@pytest.mark.parametrize(
    "word", ["TERT promoter", "TERTp", "TERT_promoter", "TERT-Promoter", "promoter TERT"]
)
def test_a_promoter_is_an_entry_of_its_own(tmp_path: Path, word: str) -> None:
    assert genes(read(tmp_path, f"ALK\n{word}\n")) == {"ALK", "TERT promoter"}
    bed = f"chr5\t1\t9\t{word}\nchr2\t1\t9\tALK\n"
    assert genes(read(tmp_path, bed)) == {"ALK", "TERT promoter"}


def test_the_gene_alone_does_not_include_its_promoter(tmp_path: Path) -> None:
    assert genes(read(tmp_path, "TERT\n")) == {"TERT"}


def test_old_symbols_are_translated(tmp_path: Path) -> None:
    assert genes(read(tmp_path, "MLLT4\nMRE11A\n")) == {"AFDN", "MRE11"}


def test_dates_are_refused_because_a_gene_would_be_missing(tmp_path: Path) -> None:
    message = fault(read(tmp_path, "ALK\n1-Mar\nTP53\n"))
    assert message.startswith("panel.txt line 2, column gene: 1 gene symbol(s) turned into a date")
    assert "MARCHF1" in message


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{0}", "../../x", "%s", "ALK MYCN"])
def test_text_that_is_no_symbol_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    message = fault(read(tmp_path, f"ALK\n{text}\n"))
    assert message.startswith(f"panel.txt line 2: no gene symbol: {text!r}")


def test_many_wrong_lines_are_counted(tmp_path: Path) -> None:
    assert "and 4 more" in fault(read(tmp_path, "ALK\n" + "?\n" * 9))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "panel.txt: the file is empty"),
        (b"\x1f\x8b\x08\x00", "panel.txt: "),
        (b"ALK\0", "panel.txt: not readable as text"),
        (b"# nothing\n", "panel.txt: names no gene"),
        (b"gene\n", "panel.txt: names no gene"),
        (b"chr2\t100\t200\n", "panel.txt line 1: intervals without a name"),
        (b"a\tb\nALK\t1\n", "panel.txt line 1: no column of genes among a, b"),
        (b"a\tgene\nALK\n", "panel.txt line 2: no gene symbol: ''"),
    ],
)
def test_a_file_without_genes_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    assert fault(read(tmp_path, content)).startswith(message)


def test_a_target_that_begins_with_no_gene_is_refused(tmp_path: Path) -> None:
    assert "no gene symbol: '?_1'" in fault(read(tmp_path, "chr2\t1\t9\t?_1\n"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    st.sets(st.sampled_from(["ALK", "TP53", "NF1", "MYCN", "HLA-A", "TERT promoter"]), min_size=1)
)
def test_what_is_written_is_read_again(tmp_path: Path, symbols: set[str]) -> None:
    assert genes(read(tmp_path, "\n".join(symbols))) == symbols


@pytest.mark.parametrize(
    ("content", "warned"), [("hello\nworld\n", True), ("hello\nALK\n", False), ("TERTp\n", False)]
)
def test_words_none_of_which_is_a_gene_of_interest_are_warned_of(
    tmp_path: Path, content: str, warned: bool
) -> None:
    path = tmp_path / "panel.txt"
    path.write_text(content)
    issues = Issues()
    read_genes_sequenced(path, path.name, issues, load_genome(Assembly.GRCH38))
    assert [issue.severity.value for issue in issues.items] == ["warning"] * warned
    assert not warned or "hello, world" in issues.items[0].what
