from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crestome.model.event import EventKind, GeneEvent
from crestome.model.issue import Issues, Severity
from crestome.model.small_variant import Consequence
from crestome.read.events import read_events
from crestome.read.reading import Reading

DATA = Path(__file__).parents[2].parent / "shared" / "data"
Outcome = tuple[Reading[tuple[GeneEvent, ...]] | None, Issues]


def read_file(path: Path, sample: str | None = None) -> Outcome:
    issues = Issues()
    reading = read_events(path, path.name, sample=sample, issues=issues)
    assert (reading is None) == bool(issues.errors)
    if reading is not None:
        rows = len(reading.value) + sum(entry.rows for entry in reading.set_aside)
        assert rows == reading.source.rows
    return reading, issues


def read(*lines: str, sample: str | None = None) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.tsv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return read_file(path, sample)


def events(outcome: Outcome) -> tuple[GeneEvent, ...]:
    reading, issues = outcome
    assert reading is not None, [str(issue) for issue in issues.items]
    return reading.value


def fault(outcome: Outcome) -> str:
    _, issues = outcome
    assert len(issues.errors) == 1, [str(issue) for issue in issues.errors]
    return str(issues.errors[0])


def test_gene_and_type_are_enough() -> None:
    outcome = read("case_id\tGene\tType", "T1\tMYCN\tAmplification", "T1\tATRX\tDeletion")
    assert events(outcome) == (
        GeneEvent(
            gene="MYCN",
            kind=EventKind.AMPLIFICATION,
            reported_as="Amplification",
            where="events.tsv line 2",
        ),
        GeneEvent(
            gene="ATRX",
            kind=EventKind.DELETION,
            reported_as="Deletion",
            where="events.tsv line 3",
        ),
    )
    assert outcome[1].items == []


def test_a_small_variant_carries_what_is_known_of_it() -> None:
    (alk, fgfr1, tp53, nf1) = events(
        read(
            "gene\ttype\tprotein_change\tconsequence",
            "ALK\tmissense_variant\tp.Phe1174Leu\t",
            "FGFR1\tmutation\tN577K\t",
            "TP53\tmutation\t\tstop_gained",
            "NF1\tmutation\t\t",
        )
    )
    assert (alk.kind, alk.protein_change) == (EventKind.SMALL_VARIANT, "F1174L")
    assert (fgfr1.protein_change, fgfr1.consequence) == ("N546K", Consequence.MISSENSE)
    assert tp53.consequence is Consequence.NONSENSE
    assert nf1.consequence is Consequence.UNKNOWN


def test_a_missense_without_its_residue_gets_none() -> None:
    (alk,) = events(read("gene\ttype", "ALK\tmissense_variant"))
    assert (alk.protein_change, alk.reported_as) == ("", "missense_variant")


def test_a_rearrangement_carries_place_exons_and_frame() -> None:
    (alk,) = events(
        read(
            "gene\ttype\tchrom\tposition\texons\tin_frame\tkinase_kept",
            "EML4-ALK\tfusion\tchr2\t29223000\t20-29\tyes\tFALSE",
        )
    )
    assert alk.genes == ("EML4", "ALK")
    assert (alk.contig, alk.position, alk.exons) == ("2", 29_222_999, "20-29")
    assert (alk.in_frame, alk.kinase_kept) == (True, False)


def test_what_is_not_stated_stays_unknown() -> None:
    (alk,) = events(read("gene\ttype\tposition\tin_frame", "EML4::ALK\tfusion\tNA\t?"))
    assert (alk.position, alk.in_frame, alk.kinase_kept) == (None, None, None)


def test_old_symbols_are_translated() -> None:
    assert events(read("gene\ttype", "MLLT4\tdeletion"))[0].gene == "AFDN"


def test_one_case_of_many_is_read_and_the_others_are_accounted_for() -> None:
    rows = ("case_id\tgene\ttype", "T1\tALK\tgain", "T2\tALK\tgain", "T2\tMYC\tgain")
    reading, _ = read(*rows, sample="T1")
    assert reading is not None
    assert [(entry.reason, entry.rows) for entry in reading.set_aside] == [("of another sample", 2)]
    assert "no sample 'T3'" in fault(read(*rows, sample="T3"))
    assert "2 samples" in fault(read(*rows))


def test_an_unknown_type_is_kept_as_another_event_with_a_warning() -> None:
    outcome = read("gene\ttype", "ALK\t<script>{0}%s../x", "ALK\tgain")
    first, _ = events(outcome)
    assert (first.kind, first.reported_as) == (EventKind.OTHER, "<script>{0}%s../x")
    (warning,) = outcome[1].items
    assert warning.severity is Severity.WARNING
    assert warning.where == "events.tsv line 2, column type"


def test_repeated_and_nameless_rows_are_set_aside() -> None:
    reading, _ = read("gene\ttype", "ALK\tgain", "ALK\tgain", "\tgain")
    assert reading is not None
    assert len(reading.value) == 1
    assert [entry.reason for entry in reading.set_aside] == [
        "the same event again",
        "names no gene",
    ]


def test_a_list_without_rows_reports_no_event() -> None:
    assert events(read("case_id\tgene\ttype", sample="T1")) == ()


def test_missing_columns_are_all_reported() -> None:
    _, issues = read("a\tb", "1\t2")
    assert [issue.what for issue in issues.errors] == ["no column gene", "no column type"]


def test_a_renamed_column_is_named_with_its_near_miss() -> None:
    message = fault(read("gene\tevent_tipe", "ALK\tgain"))
    assert "Event_tipe: did you mean type?" in message


def test_a_position_that_is_no_number_is_an_error_with_its_line() -> None:
    message = fault(read("gene\ttype\tposition", "ALK\tinversion\tinf"))
    assert message.startswith("events.tsv line 2, column position")


def test_a_symbol_turned_into_a_date_is_reported() -> None:
    outcome = read("gene\ttype", "1-Mar\tdeletion", "ALK\tgain")
    assert "turned into a date" in fault(outcome)


def test_a_file_that_is_not_there_or_empty_is_refused(tmp_path: Path) -> None:
    assert "not found" in fault(read_file(tmp_path / "events.tsv"))
    (tmp_path / "events.tsv").write_bytes(b"")
    assert "0 bytes" in fault(read_file(tmp_path / "events.tsv"))
    (tmp_path / "events.tsv").write_bytes(b"# nothing\n")
    assert "no header" in fault(read_file(tmp_path / "events.tsv"))


KINDS = st.sampled_from([kind for kind in EventKind if kind is not EventKind.OTHER])
ROWS = st.lists(st.tuples(st.sampled_from(["ALK", "TERT", "ATRX"]), KINDS), unique=True)


@settings(max_examples=30)
@given(ROWS, st.randoms(use_true_random=False))
def test_what_is_written_is_read_again_in_any_order(
    rows: list[tuple[str, EventKind]], random: st.DataObject
) -> None:
    lines = [f"{gene}\t{kind.value}" for gene, kind in rows]
    random.shuffle(lines)  # type: ignore[attr-defined]
    found = [(event.gene, event.kind) for event in events(read("gene\ttype", *lines))]
    assert sorted(found) == sorted(rows)


def test_every_event_of_the_real_cohort_has_a_kind_and_the_published_counts() -> None:
    path = DATA / "gmkf_nbl" / "pathogenic_events.tsv"
    if not path.is_file():
        pytest.skip(f"no real cohort at {path}")
    lines = path.read_text("utf-8").splitlines()[1:]
    found: Counter[tuple[str, EventKind]] = Counter()
    for case in sorted({line.split("\t")[0] for line in lines}):
        outcome = read_file(path, case)
        assert outcome[1].items == []
        found.update((event.gene, event.kind) for event in events(outcome))
    assert found.total() == len(lines)
    assert EventKind.OTHER not in {kind for _, kind in found}
    assert found["ALK", EventKind.SMALL_VARIANT] >= found["ALK", EventKind.AMPLIFICATION] > 0
