from __future__ import annotations

from dataclasses import replace

import pytest

from crestome.call import MECHANISMS
from crestome.knowledge.assay import PossibleResult
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Rules
from crestome.model.assay import AssayOutcome, Assays
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.patient import Material, Patient, Sample, TimePoint
from crestome.pipeline.assess import call_sample
from crestome.pipeline.interpretation import interpret
from crestome.pipeline.knowledge import rules_of
from crestome.pipeline.supposition import Suppositions


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> dict[str, Rules]:
    return rules_of(knowledge)


@pytest.fixture(scope="module")
def nothing(knowledge: Knowledge) -> CaseEvidence:
    return CaseEvidence(
        patient=Patient(id="P1"),
        sample=Sample(id="T1", time_point=TimePoint.RELAPSE, material=Material.TUMOUR),
        genome=knowledge.genome(Assembly.GRCH38),
    )


class Tumour:
    def __init__(
        self, evidence: CaseEvidence, rules: dict[str, Rules], knowledge: Knowledge
    ) -> None:
        self.sample = SampleAssessment(sample=evidence.sample, calls=call_sample(evidence, rules))
        self.evidence, self.knowledge = evidence, knowledge
        self.suppose = Suppositions((evidence,), rules)

    def after(self, assay: str, title: str) -> Calls:
        results = {item.title: item for item in self.knowledge.assays[assay].results}
        return self.suppose(self.sample, assay, results[title])


@pytest.fixture(scope="module")
def tumour(nothing: CaseEvidence, rules: dict[str, Rules], knowledge: Knowledge) -> Tumour:
    return Tumour(nothing, rules, knowledge)


@pytest.mark.parametrize(
    ("assay", "result", "label"),
    [
        ("c_circle", "positive", "ALT"),
        ("apb", "positive", "ALT"),
        ("mycn_copy_number", "amplified", "TELOMERASE_MYCN"),
        ("tert_sv", "rearranged", "TELOMERASE_TERT_SV"),
        ("tert_expression", "high", "TELOMERASE_TERT_HIGH"),
        ("atrx_sequencing", "loss of function found", "ALT_PROBABLE"),
        ("c_circle", "negative", "indeterminate"),
    ],
)
def test_telomere_maintenance_is_called_anew(
    tumour: Tumour, assay: str, result: str, label: str
) -> None:
    assert tumour.after(assay, result)["telomere_maintenance"].label == label


def test_a_call_that_nothing_touches_is_the_same_object(tumour: Tumour) -> None:
    before, after = tumour.sample.calls, tumour.after("histology_review", "favourable")
    assert all(after[name] is before[name] for name in before)


def test_an_event_is_called_with_the_rules_of_its_mechanism(tumour: Tumour) -> None:
    resistant = tumour.after("alk_sequencing", "F1174L found")["alk"]
    sensitive = tumour.after("alk_sequencing", "R1275Q found")["alk"]
    assert resistant.label == sensitive.label == "mutated"
    assert resistant.detail["crizotinib"] == "primary_resistant"
    assert sensitive.detail["crizotinib"] == "sensitive"
    assert tumour.after("alk_copy_number", "amplified")["alk"].label == "amplified"


def test_a_finding_settles_while_the_lack_of_one_waits_for_the_other_assays(
    tumour: Tumour,
) -> None:
    mutant = tumour.after("tp53_sequencing", "mutant")["p53_pathway"]
    assert (mutant.state, mutant.label) == (CallState.PRESENT, "mutant")
    wild = tumour.after("tp53_sequencing", "wild type")["p53_pathway"]
    assert (wild.state, wild.label) == (CallState.INDETERMINATE, "wildtype")
    assert "tp53_sequencing" not in wild.missing
    unread = tumour.after("mdm2_copy_number", "not amplified")["p53_pathway"]
    assert (unread.state, unread.label) == (CallState.NOT_ASSESSED, "unknown")
    assert unread.detail["mdm2"] == "normal"


def test_one_of_two_assays_that_answer_the_same_is_enough(tumour: Tumour) -> None:
    call = tumour.after("mycn_fish", "not amplified")["mycn"]
    assert (call.state, call.label) == (CallState.ABSENT, "normal")


def test_a_present_call_is_not_unmade(
    nothing: CaseEvidence, rules: dict[str, Rules], knowledge: Knowledge
) -> None:
    amplified = replace(nothing, assays=Assays(mycn_fish_ratio=20.0))
    tumour = Tumour(amplified, rules, knowledge)
    calls = tumour.after("mycn_fish", "not amplified")
    assert calls["mycn"] is tumour.sample.calls["mycn"]
    sampled = SampleAssessment(
        sample=tumour.sample.sample,
        calls=tumour.sample.calls.having(
            tumour.sample.calls["mycn"].model_copy(update={"missing": ("mycn_copy_number",)})
        ),
    )
    results = {item.title: item for item in knowledge.assays["mycn_copy_number"].results}
    assert (
        tumour.suppose(sampled, "mycn_copy_number", results["not amplified"])["mycn"].label
        == "amplified"
    )
    again = tumour.suppose(sampled, "mycn_copy_number", results["amplified"])["mycn"]
    assert (again.state, again.missing) == (CallState.PRESENT, ())


def test_what_was_measured_is_not_measured_again(
    nothing: CaseEvidence, rules: dict[str, Rules], knowledge: Knowledge
) -> None:
    measured = replace(nothing, assays=Assays(c_circle=AssayOutcome.NEGATIVE))
    tumour = Tumour(measured, rules, knowledge)
    assert tumour.after("c_circle", "positive")["telomere_maintenance"].label == "indeterminate"


def test_the_mechanistic_group_follows(tumour: Tumour) -> None:
    hit = tumour.after("tp53_sequencing", "mutant")
    assert hit["mechanistic_group"].label == "mech_unclassified"
    both = tumour.after("c_circle", "positive")["mechanistic_group"]
    assert both.detail["at_least"] == "mech_high"


def test_rules_of_another_mechanism_are_refused(tumour: Tumour, rules: dict[str, Rules]) -> None:
    wrong = Suppositions((tumour.evidence,), {**rules, "mechanistic_group": rules["mycn"]})
    result = PossibleResult.from_document({"title": "positive", "assays": {"c_circle": "positive"}})
    with pytest.raises(TypeError, match="mechanistic_group has the rules MycnRules"):
        wrong(tumour.sample, "c_circle", result)


def test_every_result_of_every_assay_keeps_to_the_words_of_its_mechanism(tumour: Tumour) -> None:
    labels = {mechanism.name: mechanism.labels for mechanism in MECHANISMS}
    for assay, entry in tumour.knowledge.assays.items():
        for result in entry.results:
            for name, call in tumour.suppose(tumour.sample, assay, result).items():
                assert call.label in labels[name][call.state], (assay, result.title, name)


def test_the_whole_interpretation_names_the_tests(tumour: Tumour, knowledge: Knowledge) -> None:
    meaning = interpret(tumour.evidence.clinical, (tumour.sample,), knowledge, tumour.suppose)
    assert meaning.next_tests[0].consequences
    assert meaning.next_tests[0].weight >= meaning.next_tests[1].weight
