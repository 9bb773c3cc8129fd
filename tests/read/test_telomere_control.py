"""A control beside its tumour."""

from __future__ import annotations

from crestome.model.issue import Issues
from crestome.model.telomere_content import TelomereContent, VariantRepeat
from crestome.read.telomere_control import joined, with_control

SEEN = VariantRepeat(repeat="TTCGGG", tumour=0.5, tumour_count=9.0)
TUMOUR = TelomereContent(
    program="TelSeq",
    quantity="telomere length",
    unit="kb",
    tumour=8.0,
    tumour_reads=900.0,
    variants=(SEEN, SEEN.model_copy(update={"repeat": "TTTGGG"})),
    where="t.tsv",
)
CONTROL = TUMOUR.model_copy(update={"tumour": 4.0, "variants": (SEEN,), "where": "n.tsv"})


def test_figures_reads_and_repeats_stand_side_by_side() -> None:
    both = with_control(TUMOUR, CONTROL, Issues())
    assert both is not None
    assert (both.tumour, both.control, both.control_reads) == (8.0, 4.0, 900.0)
    assert [item.control for item in both.variants] == [0.5, None]


def test_other_settings_leave_the_tumour_alone_with_a_warning() -> None:
    issues = Issues()
    other = CONTROL.model_copy(update={"settings": "Read_length 100"})
    assert joined(TUMOUR, other, issues) == TUMOUR
    assert "n.tsv: the control was measured with Read_length 100" in str(issues.items[0])


def test_another_program_or_a_second_control_is_an_error() -> None:
    issues = Issues()
    assert with_control(TUMOUR, CONTROL.model_copy(update={"program": "TEAL"}), issues) is None
    assert with_control(joined(TUMOUR, CONTROL, issues), CONTROL, issues) is None
    assert len(issues.errors) == 2
