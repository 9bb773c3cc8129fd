"""The shape of a mechanism: it answers with what it declares, or not at all."""

from __future__ import annotations

import pytest

from crestome.call import MECHANISMS, alk, ras_mapk
from crestome.call.mechanism import DetailKey, Mechanism, cited
from crestome.knowledge.load import Knowledge
from crestome.knowledge.schema import Mark, Rules, Threshold
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.evidence import CaseEvidence


class InventedRules(Rules):
    """Rules without a value."""


def _mechanism(label: str, detail: dict[str, DetailValue]) -> Mechanism[InventedRules]:
    return Mechanism(
        name="invented",
        title="Invented",
        question="?",
        labels={CallState.ABSENT: ("none",)},
        details=(DetailKey("known", "declared"),),
        assays=(),
        rules=InventedRules,
        call=lambda _evidence, _calls, _rules: Call(
            mechanism="invented", state=CallState.ABSENT, label=label, reason="-", detail=detail
        ),
    )


def test_a_call_with_declared_words_passes(nothing: CaseEvidence) -> None:
    mechanism = _mechanism("none", {"known": True})
    assert mechanism.answer(nothing, Calls(), InventedRules()).label == "none"
    assert mechanism.genes(InventedRules()) == frozenset()


@pytest.mark.parametrize(("label", "detail"), [("some", {}), ("none", {"unheard": True})])
def test_a_call_with_undeclared_words_is_refused(
    nothing: CaseEvidence, label: str, detail: dict[str, DetailValue]
) -> None:
    with pytest.raises(TypeError, match="invented answered invented absent"):
        _mechanism(label, detail).answer(nothing, Calls(), InventedRules())


def test_rules_of_another_mechanism_are_refused(
    nothing: CaseEvidence, knowledge: Knowledge
) -> None:
    rules = knowledge.rules("alk", alk.MECHANISM.rules)
    with pytest.raises(TypeError, match="ras_mapk was handed AlkRules"):
        ras_mapk.MECHANISM.answer(nothing, Calls(), rules)


def test_a_drug_with_responses_by_allele_adds_a_detail_key(knowledge: Knowledge) -> None:
    rules = knowledge.rules("alk", alk.MECHANISM.rules)
    keys = {key.name for key in alk.MECHANISM.detail_keys(rules)}
    assert {drug.drug for drug in rules.allele_responses} <= keys
    assert keys > {key.name for key in alk.MECHANISM.details}


def test_sources_are_cited_once_in_their_order() -> None:
    one = Threshold(value=1.0, sources=("b", "a"), mark=Mark.STATED)
    two = Threshold(value=2.0, sources=("a", "c"), mark=Mark.STATED)
    assert cited(one, two) == ("b", "a", "c")


def test_names_are_unique() -> None:
    names = [mechanism.name for mechanism in MECHANISMS]
    assert len(names) == len(set(names))
