"""Files alone: what they hold and what would be used, whatever is wrong with the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crestome.errors import InputError, UsageError
from crestome.model.inspection import FileKind, Inspection
from crestome.pipeline.inspect import (
    inspect_files,
    refuse_unusable,
    show_dialects,
    show_inspections,
)
from crestome.read.reading import Wanted


def seg(folder: Path) -> Path:
    path = folder / "T1.data"
    path.write_text("ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\nT1\t2\t1\t900\t9\t0.1\n")
    return path


def test_every_file_is_looked_at_whatever_is_wrong_with_the_others(tmp_path: Path) -> None:
    gone, good = inspect_files([tmp_path / "gone.vcf", seg(tmp_path)], None, Wanted())
    assert not gone.usable
    assert gone.why == "it cannot be read"
    assert good.usable
    assert good.kind is FileKind.COPY_NUMBER


def test_the_user_may_say_what_a_file_is(tmp_path: Path) -> None:
    (found,) = inspect_files([seg(tmp_path)], "Copy_Number", Wanted())
    assert found.why == "forced by --dialect"
    with pytest.raises(UsageError, match="--dialect zip: no such dialect or kind of file"):
        inspect_files([], "zip", Wanted())


def test_faults_of_all_files_are_raised_together(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]
    with pytest.raises(InputError) as caught:
        refuse_unusable(inspect_files(paths, None, Wanted()))
    assert len(caught.value.faults) == 2
    refuse_unusable(inspect_files([seg(tmp_path)], None, Wanted()))


def test_they_are_shown_as_text_or_json() -> None:
    both = [Inspection(file="a"), Inspection(file="b")]
    assert show_inspections(both, as_json=False).startswith("a\n")
    assert [item["file"] for item in json.loads(show_inspections(both, as_json=True))] == ["a", "b"]


def test_of_a_vcf_that_is_read_as_a_stream_the_beginning_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.pipeline.inspect.is_large", lambda _: True)
    path = tmp_path / "T1.vcf"
    header = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT1\n"
    path.write_text(f"##fileformat=VCFv4.2\n{header}2\t5\t.\tA\tG\t.\tPASS\t.\tAD\t5,4\n")
    small, segments = inspect_files([path, seg(tmp_path)], None, Wanted())
    assert small.kind is FileKind.SMALL_VARIANTS
    assert small.rows == 1
    assert segments.usable


@pytest.mark.parametrize("kind", [None, "structural variants"])
def test_of_a_large_vcf_said_to_hold_another_kind_all_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str | None
) -> None:
    monkeypatch.setattr("crestome.pipeline.inspect.is_large", lambda _: True)
    small = "".join(f"1\t{n}\t.\tA\tG\t.\tPASS\t.\n" for n in range(1, 20_000))
    path = tmp_path / "big.vcf"
    path.write_text(
        "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
        f"{small}1\t90000\t.\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=95000\n"
    )
    (found,) = inspect_files([path], kind, Wanted())
    if kind:
        assert (found.kind, found.rows, found.kept) == (FileKind.STRUCTURAL_VARIANTS, 20_000, 1)
    else:
        assert found.kind is FileKind.SMALL_VARIANTS


def test_the_user_may_say_which_program_wrote_it(tmp_path: Path) -> None:
    (found,) = inspect_files([seg(tmp_path)], "SEG", Wanted())
    assert found.usable
    assert found.why == "forced by --dialect"
    assert 'dialect = "seg"' in found.suggestion[0]
    (other,) = inspect_files([seg(tmp_path)], "sequenza", Wanted())
    assert not other.usable
    assert "It looks like SEG" in str(other.issues[0])
    with pytest.raises(UsageError, match="did you mean sequenza"):
        inspect_files([], "sequensa", Wanted())


def test_all_names_are_listed_by_kind() -> None:
    listed = show_dialects().splitlines()
    assert listed[0] == "small variants"
    assert any(line.split() == ["sequenza", "Sequenza", "segments"] for line in listed)
