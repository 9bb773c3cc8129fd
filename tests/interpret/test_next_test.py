from __future__ import annotations

import pytest

from crestome.interpret.next_test import rank_next_tests
from crestome.interpret.therapy import match_drugs
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.call import Call, Calls, CallState


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def missing(mechanism: str, *assays: str) -> Call:
    return Call(
        mechanism=mechanism,
        state=CallState.NOT_ASSESSED,
        label="not_assessed",
        reason="invented",
        missing=assays,
    )


def test_the_assay_that_most_verdicts_wait_for_comes_first(knowledge: Knowledge) -> None:
    calls = (
        Calls()
        .having(missing("telomere_maintenance", "c_circle", "tert_sv"))
        .having(missing("mechanistic_group", "c_circle", "ras_sequencing"))
    )
    tests = rank_next_tests(calls, match_drugs(calls, knowledge), knowledge, {"alk": "ALK"})
    assert [test.assay for test in tests][:2] == ["c_circle", "tert_sv"]
    assert tests[0].name == "C-circle assay"
    assert tests[0].decides[:3] == ("telomere maintenance", "mechanistic group", "AZD0156")
    assert "imetelstat" in tests[0].decides
    assert tests[0].weight == len(tests[0].decides)


def test_a_mechanism_is_named_by_its_title(knowledge: Knowledge) -> None:
    calls = Calls().having(missing("alk", "alk_sequencing"))
    tests = rank_next_tests(calls, (), knowledge, {"alk": "ALK"})
    assert tests[0].decides == ("ALK",)


def test_equal_assays_keep_the_curated_order_and_unknown_ones_come_last(
    knowledge: Knowledge,
) -> None:
    calls = Calls().having(missing("telomere_maintenance", "a_new_assay", "apb", "c_circle"))
    tests = rank_next_tests(calls, (), knowledge)
    assert [test.assay for test in tests] == ["c_circle", "apb", "a_new_assay"]
    assert tests[-1].name == "a new assay"


def test_nothing_missing_needs_no_test(knowledge: Knowledge) -> None:
    assert rank_next_tests(Calls(), (), knowledge) == ()
