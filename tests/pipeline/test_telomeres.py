"""A tumour and its control are measured and compared."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from telomere_bam import Read, simulate, write_bam

from crestome.errors import UsageError
from crestome.pipeline.telomeres import NO_CONTROL, compare_telomeres, describe_comparison


def test_more_telomere_in_the_tumour_is_a_positive_log2(tmp_path: Path) -> None:
    tumour = write_bam(tmp_path / "t.bam", simulate(1, 2000, telomere=0.2))
    control = write_bam(tmp_path / "c.bam", simulate(2, 2000, telomere=0.02))
    comparison = compare_telomeres(tumour, control, 1, quiet=True)
    assert comparison.content_log2 is not None
    assert comparison.content_log2 > 1
    assert "tumour over control: log2 +" in describe_comparison(comparison)


def test_without_a_control_content_is_neither_high_nor_low(tmp_path: Path) -> None:
    tumour = write_bam(tmp_path / "t.bam", [Read("a", "ATATAT")])
    words = describe_comparison(compare_telomeres(tumour, None, None, quiet=True))
    assert NO_CONTROL in words
    assert "content none (no read of that GC)" in words


def test_without_the_extra_the_line_to_install_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'crestome\[signal\]'"):
        compare_telomeres(Path("t.bam"), None, 1, quiet=True)
