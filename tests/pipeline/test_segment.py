from __future__ import annotations

import json
from pathlib import Path

import pytest
from measure.signals import FLAT, probes

from crestome.errors import InputError, UsageError
from crestome.knowledge.load import load_genome, load_knowledge
from crestome.model.copy_number import Platform
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.signal import Penalty
from crestome.pipeline.segment import (
    SegmentRequest,
    assembly_of,
    penalty_of,
    segment_document,
    segment_file,
    segment_signal,
    segment_summary,
    write_segments,
)
from crestome.read.segments import read_segments
from crestome.read.text import read_text_file


@pytest.fixture
def table(tmp_path: Path) -> Path:
    frame = probes({"1": [(60, -0.5), (90, 0.0)], **FLAT}).frame
    path = tmp_path / "T1.probes.tsv"
    frame.select("contig", "end", "log2").rename({"contig": "chrom", "end": "position"}).write_csv(
        path, separator="\t"
    )
    return path


def test_our_own_reader_reads_the_segments(table: Path, tmp_path: Path) -> None:
    result = segment_file(SegmentRequest(path=table))
    seg, document = write_segments(result, tmp_path / "out" / "T1.seg")
    issues = Issues()
    text = read_text_file(seg, seg.name, issues)
    assert text is not None
    genome = load_genome(Assembly.GRCH37)
    reading = read_segments(text, genome=genome, sample="T1", platform=Platform.ACGH, issues=issues)
    assert reading is not None
    assert not issues.items
    ours = result.signal.segments.frame
    assert reading.value.segments.frame.select("contig", "start", "end", "probes").equals(
        ours.select("contig", "start", "end", "probes")
    )
    told = json.loads(document.read_text())
    assert told["assemblies_that_fit"] == ["GRCh37", "GRCh38"]
    assert told["quality"]["probes"] == 2150
    assert len(told["segments"]) == ours.height
    assert told == json.loads(segment_document(result))


def test_two_runs_write_the_same_bytes(table: Path) -> None:
    first, second = (segment_document(segment_file(SegmentRequest(path=table))) for _ in "ab")
    assert first == second


def test_the_summary_says_what_the_profile_can_show(table: Path) -> None:
    said = segment_summary(segment_file(SegmentRequest(path=table)))
    assert "2,150 probes, 22 segments" in said
    assert "One lost copy shows from" in said
    weak = segment_summary(segment_file(SegmentRequest(path=table, purity=0.05)))
    assert "Uninformative, not flat" in weak
    assert "Ladder: baseline" in weak


def test_words_of_the_user_are_understood_or_refused() -> None:
    assert assembly_of(None) is None
    assert assembly_of("hg19") is Assembly.GRCH37
    assert penalty_of("learned") is Penalty.LEARNED
    with pytest.raises(UsageError, match="--assembly mm10: expected GRCh37 or GRCh38"):
        assembly_of("mm10")
    with pytest.raises(UsageError, match="--penalty cheap: expected permissive or"):
        penalty_of("cheap")


def test_a_purity_that_is_none_is_refused(table: Path) -> None:
    with pytest.raises(UsageError, match="--purity 60: expected a fraction"):
        segment_file(SegmentRequest(path=table, purity=60))


def test_without_the_extra_the_install_line_is_said(
    table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r'pip install "crestome\[signal\]"'):
        segment_file(SegmentRequest(path=table))


def test_positions_that_fit_neither_assembly_are_refused_once_for_each(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("chrom\tposition\tlog2\n1\t400000000\t0.1\n")
    with pytest.raises(InputError) as error:
        segment_file(SegmentRequest(path=path))
    assert len(error.value.faults) == 2
    with pytest.raises(InputError) as error:
        segment_file(SegmentRequest(path=path, assembly=Assembly.GRCH38))
    assert len(error.value.faults) == 1


def test_too_few_probes_are_refused_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("chrom\tposition\tlog2\n1\t40\t0.1\n")
    with pytest.raises(InputError, match=r"x\.tsv: 1 probe\(s\) with a value"):
        segment_file(SegmentRequest(path=path))
    with pytest.raises(InputError, match="y: 1 probe"):
        segment_signal(probes({"1": [(1, 0.0)]}), "y", load_knowledge(), None)


def test_neither_a_folder_nor_the_input_is_replaced(table: Path, tmp_path: Path) -> None:
    result = segment_file(SegmentRequest(path=table))
    with pytest.raises(UsageError, match="a folder or the input itself"):
        write_segments(result, tmp_path)
    with pytest.raises(UsageError, match="a folder or the input itself"):
        write_segments(result, table)
    with pytest.raises(UsageError, match=r"end --out in \.seg"):
        write_segments(result, tmp_path / "x.json")
    with pytest.raises(UsageError, match="cannot write here"):
        write_segments(result, table / "x.seg")


def written(tmp_path: Path, rows: list[str]) -> Path:
    path = tmp_path / "odd.tsv"
    path.write_text("\n".join(["chrom\tposition\tlog2", *rows]) + "\n")
    return path


def flat_rows(contigs: list[str], count: int = 60) -> list[str]:
    return [
        f"{contig}\t{1000 * (place + 1)}\t{0.01 * (place * 7 % 11 - 5):.2f}"
        for contig in contigs
        for place in range(count)
    ]


def test_a_chromosome_without_any_value_has_no_segment_and_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, flat_rows(["1", "3"]) + [f"2\t{k}\tNaN" for k in range(1, 50)])
    result = segment_file(SegmentRequest(path=path))
    assert result.signal.segments.frame["contig"].to_list() == ["1", "3"]
    assert "no probe with a number on chromosome 2" in segment_summary(result)


def test_a_hundred_contigs_that_are_no_chromosomes_are_set_aside(tmp_path: Path) -> None:
    odd = [f"GL{number:06d}.1" for number in range(100)]
    result = segment_file(SegmentRequest(path=written(tmp_path, flat_rows([*odd, "1"], 25))))
    assert result.signal.segments.frame["contig"].to_list() == ["1"]
    assert "2500 row(s) outside the chromosomes set aside" in segment_summary(result)


def test_the_wrong_assembly_is_refused_where_positions_can_tell(tmp_path: Path) -> None:
    beyond = load_genome(Assembly.GRCH38).chromosomes["1"].length_bp + 1
    only_there = load_genome(Assembly.GRCH37).chromosomes["1"].length_bp
    assert only_there > beyond
    path = written(tmp_path, [*flat_rows(["1"]), f"1\t{only_there}\t0.0"])
    assert segment_file(SegmentRequest(path=path)).assemblies == (Assembly.GRCH37,)
    with pytest.raises(InputError, match="odd"):
        segment_file(SegmentRequest(path=path, assembly=Assembly.GRCH38))
