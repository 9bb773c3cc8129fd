"""A tumour and its control are measured and compared."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from telomere_bam import lenient_knowledge, simulate, write_bam

from crestome.errors import KnowledgeError, UsageError
from crestome.pipeline.telomeres import TelomereRequest, compare_telomeres, write_telomeres
from crestome.report.telomeres import NO_CONTROL


def test_more_telomere_in_the_tumour_is_a_positive_log2(tmp_path: Path) -> None:
    tumour = write_bam(tmp_path / "t.bam", simulate(1, 2000, telomere=0.2))
    control = write_bam(tmp_path / "c.bam", simulate(2, 2000, telomere=0.02))
    comparison = compare_telomeres(
        TelomereRequest(
            tumour=tumour, control=control, threads=1, knowledge=lenient_knowledge(tmp_path)
        )
    )
    assert comparison.content_log2 is not None
    assert comparison.content_log2 > 1
    assert comparison.knowledge_version.endswith("+overlay")
    assert NO_CONTROL not in comparison.notes


def test_without_a_control_content_is_neither_high_nor_low(tmp_path: Path) -> None:
    tumour = write_bam(tmp_path / "t.bam", simulate(1, 20))
    comparison = compare_telomeres(TelomereRequest(tumour=tumour))
    assert NO_CONTROL in comparison.notes
    assert comparison.content_log2 is None
    assert "too few reads were counted" in comparison.tumour.not_assessed


def test_without_the_extra_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r'pip install "crestome\[signal\]"'):
        compare_telomeres(TelomereRequest(tumour=Path("t.bam")))


def test_rules_that_are_none_are_the_fault_of_the_knowledge(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "telomere_content.yaml").write_text("least_reads: {}\n", "utf-8")
    request = TelomereRequest(tumour=tmp_path / "t.bam", knowledge=tmp_path)
    with pytest.raises(KnowledgeError, match=r"telomere_content\.yaml: flank: Field required"):
        compare_telomeres(request)


def test_where_nothing_can_be_written_another_place_is_asked_for(tmp_path: Path) -> None:
    comparison = compare_telomeres(
        TelomereRequest(tumour=write_bam(tmp_path / "t.bam", simulate(1, 20)))
    )
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot write here"):
        write_telomeres(comparison, tmp_path / "file" / "t.json")
