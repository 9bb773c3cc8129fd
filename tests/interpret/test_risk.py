from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.interpret.facts import fact_limits, read_facts
from crestome.interpret.risk import classify_risk, classify_scheme, sample_of_diagnosis
from crestome.knowledge.load import load_knowledge
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample, TimePoint
from crestome.model.risk import Risk

KNOWLEDGE = load_knowledge()
PRESENT, ABSENT, OPEN = CallState.PRESENT, CallState.ABSENT, CallState.INDETERMINATE


def call(mechanism: str, state: CallState, label: str, **detail: DetailValue) -> Call:
    return Call(mechanism=mechanism, state=state, label=label, reason="invented", detail=detail)


AMPLIFIED = call("mycn", PRESENT, "amplified", discordant=False)
NORMAL = call("mycn", ABSENT, "normal", discordant=False)
GAIN = call("mycn", ABSENT, "gain", discordant=False)
DISCORDANT = call("mycn", PRESENT, "amplified", discordant=True)
MYCN_OPEN = call("mycn", OPEN, "indeterminate", discordant=False)
DIPLOID = call("ploidy", ABSENT, "diploid", inrg="diploid", cog="unfavourable")
HYPODIPLOID = call("ploidy", ABSENT, "hypodiploid", inrg="diploid", cog="favourable")
HYPERDIPLOID = call("ploidy", PRESENT, "hyperdiploid", inrg="hyperdiploid", cog="favourable")
QUIET = call("segmental_chromosome", ABSENT, "none", inrg_11q_aberration=False, cog_sca=False)
LOSS_11Q = call("segmental_chromosome", PRESENT, "altered", inrg_11q_aberration=True, cog_sca=True)
FAVOURABLE = (NORMAL, HYPERDIPLOID, QUIET)


def sample(
    *calls: Call, name: str = "T1", when: TimePoint = TimePoint.DIAGNOSIS
) -> SampleAssessment:
    made = Calls()
    for item in calls:
        made = made.having(item)
    return SampleAssessment(sample=Sample(id=name, time_point=when), calls=made)


def risk(*calls: Call, **stated: object) -> Risk:
    when = stated.pop("when", TimePoint.DIAGNOSIS)
    assert isinstance(when, TimePoint)
    named = {"age": "age_at_diagnosis_days"}
    clinical = Clinical.from_document({named.get(key, key): value for key, value in stated.items()})
    return classify_risk(clinical, (sample(*calls, when=when),), KNOWLEDGE)


def label(found: Risk, scheme: str) -> str:
    return found.schemes[scheme].label


@pytest.mark.parametrize(
    ("stated", "calls", "code", "group"),
    [
        ({"inrgss": "L2", "histology": "GN_maturing"}, (), "A", "very_low"),
        ({"inrgss": "L1", "histology": "NB"}, (NORMAL,), "B", "very_low"),
        ({"inrgss": "L1", "histology": "NB"}, (AMPLIFIED,), "K", "high"),
        ({"inrgss": "L2", "histology": "NB", "age": 546}, (NORMAL, QUIET), "D", "low"),
        ({"inrgss": "L2", "histology": "NB", "age": 546}, (NORMAL, LOSS_11Q), "G", "intermediate"),
        (
            {
                "inrgss": "L2",
                "histology": "NB",
                "age": 547,
                "differentiation": "differentiating",
            },
            (NORMAL, QUIET),
            "E",
            "low",
        ),
        (
            {
                "inrgss": "L2",
                "histology": "GNB_nodular",
                "age": 2000,
                "differentiation": "differentiating",
            },
            (GAIN, LOSS_11Q),
            "H",
            "intermediate",
        ),
        (
            {
                "inrgss": "L2",
                "histology": "NB",
                "age": 2000,
                "differentiation": "undifferentiated",
            },
            (NORMAL,),
            "H",
            "intermediate",
        ),
        ({"inrgss": "L2", "histology": "NB", "age": 10}, (AMPLIFIED,), "N", "high"),
        ({"inrgss": "M", "age": 546}, (NORMAL, HYPERDIPLOID), "F", "low"),
        ({"inrgss": "M", "age": 364}, (NORMAL, DIPLOID), "I", "intermediate"),
        ({"inrgss": "M", "age": 365}, (NORMAL, HYPODIPLOID), "J", "intermediate"),
        ({"inrgss": "M", "age": 546}, (AMPLIFIED,), "O", "high"),
        ({"inrgss": "M", "age": 547}, (), "P", "high"),
        ({"inrgss": "MS", "age": 546}, (NORMAL, QUIET), "C", "very_low"),
        ({"inrgss": "MS"}, (NORMAL, LOSS_11Q), "Q", "high"),
        ({"inrgss": "MS"}, (AMPLIFIED,), "R", "high"),
    ],
)
def test_every_row_of_the_inrg_is_reached(
    stated: dict[str, object], calls: tuple[Call, ...], code: str, group: str
) -> None:
    found = risk(*calls, **stated).schemes["inrg"]
    assert (found.code, found.label) == (code, group)
    assert found.decided_by == ()


@pytest.mark.parametrize(
    ("age", "inrg", "cog", "legacy", "siopen"),
    [
        (364, "intermediate", "intermediate", "intermediate", "not_high"),
        (365, "intermediate", "high", "intermediate", "not_high"),
        (366, "intermediate", "high", "intermediate", "high"),
        (546, "intermediate", "high", "intermediate", "high"),
        (547, "high", "high", "intermediate", "high"),
        (548, "high", "high", "high", "high"),
        (1825, "high", "high", "high", "high"),
        (1826, "high", "high", "high", "high"),
    ],
)
def test_stage_m_lands_where_each_scheme_says_at_every_boundary(
    age: int, inrg: str, cog: str, legacy: str, siopen: str
) -> None:
    found = risk(NORMAL, DIPLOID, QUIET, inrgss="M", inss="4", age=age, inpc="FH")
    assert [label(found, name) for name in ("inrg", "cog_v2", "cog_inss", "siopen")] == [
        inrg,
        cog,
        legacy,
        siopen,
    ]


@pytest.mark.parametrize(
    ("age", "rule"),
    [(364, "COG-L3"), (365, "COG-I"), (546, "COG-I")],
)
def test_stage_ms_with_all_features_favourable_is_low_only_in_infants(age: int, rule: str) -> None:
    found = risk(*FAVOURABLE, inrgss="MS", age=age, inpc="FH", symptomatic=False)
    assert found.schemes["cog_v2"].rule == rule


@pytest.mark.parametrize(
    ("stated", "calls", "rule"),
    [
        ({"inrgss": "M", "age": 100}, (AMPLIFIED,), "COG-H2"),
        ({"inrgss": "MS", "age": 100}, (AMPLIFIED,), "COG-H3"),
        ({"inrgss": "L2"}, (AMPLIFIED,), "COG-H3"),
        ({"inrgss": "L2", "age": 547, "inpc": "UH"}, (NORMAL,), "COG-H4"),
        ({"inrgss": "L2", "age": 546, "inpc": "UH"}, (NORMAL,), "COG-I"),
        ({"inrgss": "M", "age": 400, "inpc": "UH"}, (NORMAL,), "COG-H5"),
        ({"inrgss": "MS", "age": 400}, (NORMAL, LOSS_11Q), "COG-H5"),
        ({"inrgss": "MS", "age": 400}, (NORMAL, DIPLOID), "COG-H5"),
        ({"inrgss": "L1", "resection": "incomplete"}, (AMPLIFIED,), "COG-H6"),
        ({"inrgss": "L1"}, (NORMAL,), "COG-L1"),
        ({"inrgss": "L1", "resection": "complete"}, (AMPLIFIED,), "COG-L2"),
        ({"inrgss": "MS", "age": 100, "symptomatic": True}, (NORMAL,), "COG-I"),
    ],
)
def test_every_row_of_cog_version_2_is_reached(
    stated: dict[str, object], calls: tuple[Call, ...], rule: str
) -> None:
    assert risk(*calls, **stated).schemes["cog_v2"].rule == rule


def test_an_amplified_stage_4_between_365_and_547_days_is_high_by_the_legacy_schema() -> None:
    assert label(risk(AMPLIFIED, inss="4", age=400), "cog_inss") == "high"


@pytest.mark.parametrize("mycn", [DISCORDANT, MYCN_OPEN])
def test_a_discordant_or_open_mycn_is_unknown(mycn: Call) -> None:
    found = risk(mycn, inrgss="L1", histology="NB").schemes["inrg"]
    assert found.label == "indeterminate"
    assert found.reachable == ("very_low", "high")
    assert found.decided_by == ("mycn",)


def test_missing_facts_give_the_groups_within_reach_and_what_decides() -> None:
    found = risk(NORMAL, inrgss="L2", histology="NB", age=800).schemes["inrg"]
    assert found.reachable == ("low", "intermediate")
    assert found.decided_by == ("differentiation", "aberration_11q")
    assert found.rule == found.code == ""
    assert "Would decide: differentiation, 11q aberration." in found.reason


def test_rows_of_one_group_make_it_firm_without_naming_a_row() -> None:
    found = risk(NORMAL, DIPLOID, inrgss="M").schemes["inrg"]
    assert set(found.reachable) == {"intermediate", "high"}
    infant = risk(inrgss="MS", age=100).schemes["siopen"]
    assert infant.label == "indeterminate"
    firm = risk(LOSS_11Q, inrgss="MS", age=100).schemes["inrg"]
    assert (firm.label, firm.rule, firm.rules) == ("high", "", ("INRG-Q", "INRG-R"))


def test_inss_is_converted_for_4_and_4s_only_and_that_is_said() -> None:
    metastatic = risk(inss="4", age=900)
    assert metastatic.schemes["inrg"].code == "P"
    assert any("read from the INSS stage" in n.text for n in metastatic.schemes["inrg"].notes)
    local = risk(NORMAL, inss="3", age=900, histology="NB", inpc="UH").schemes
    assert local["cog_v2"].reachable == ("low", "high")
    assert local["cog_v2"].decided_by == ("inrgss",)


@pytest.mark.parametrize(
    ("stated", "scheme"), [({"inrgss": "MS"}, "inrg"), ({"inss": "4S"}, "inrg")]
)
def test_stage_ms_from_547_days_is_never_read_as_ms(stated: dict[str, object], scheme: str) -> None:
    found = risk(*FAVOURABLE, age=547, **stated).schemes[scheme]
    assert found.code == "P"
    assert found.needs_review
    assert risk(*FAVOURABLE, age=546, **stated).schemes[scheme].code == "C"


def test_stages_that_contradict_each_other_need_review() -> None:
    assert risk(inss="1", inrgss="M", age=900).schemes["inrg"].needs_review
    assert not risk(NORMAL, QUIET, inss="4", inrgss="MS", age=400).schemes["inrg"].needs_review


def test_histology_follows_from_the_category_and_contradictions_are_told() -> None:
    derived = risk(NORMAL, inrgss="L2", age=900, histology="GN_maturing").schemes["cog_v2"]
    assert derived.rule == "COG-I"
    stated = risk(NORMAL, inrgss="L2", age=900, histology="GN_maturing", inpc="UH")
    assert stated.schemes["cog_v2"].label == "high"
    assert stated.schemes["cog_v2"].needs_review


def test_a_differentiating_l2_tumour_from_five_years_needs_review_by_the_cog() -> None:
    facts = {"inrgss": "L2", "inpc": "UH", "differentiation": "differentiating"}
    assert risk(NORMAL, age=1826, **facts).schemes["cog_v2"].needs_review
    assert not risk(NORMAL, age=1825, **facts).schemes["cog_v2"].needs_review


def test_the_boundary_of_547_days_is_noted_there_and_nowhere_else() -> None:
    noted = [
        any("exactly 547" in note.text for note in risk(inrgss="M", age=age).schemes["inrg"].notes)
        for age in (546, 547, 548)
    ]
    assert noted == [False, True, False]


def test_schemes_that_disagree_are_told_and_missing_facts_leave_it_open() -> None:
    assert risk(NORMAL, DIPLOID, inrgss="M", age=426, inpc="UH").systems_disagree is True
    assert risk(inrgss="M", age=900).systems_disagree is False
    assert risk().systems_disagree is None


def test_very_low_and_low_are_no_disagreement() -> None:
    found = risk(*FAVOURABLE, inrgss="MS", age=100, inpc="FH", symptomatic=False)
    assert (label(found, "inrg"), label(found, "cog_v2")) == ("very_low", "low")
    assert found.systems_disagree is False


def test_the_sample_of_diagnosis_is_read_and_a_later_one_is_named() -> None:
    first = sample(NORMAL, name="T0")
    later = sample(AMPLIFIED, name="T1", when=TimePoint.RELAPSE)
    assert sample_of_diagnosis((first, later)) is first
    assert sample_of_diagnosis((later,)) is later
    both = classify_risk(Clinical(), (first, later), KNOWLEDGE)
    assert (both.sample, both.notes, both.applies_to) == ("T0", (), "diagnosis")
    alone = classify_risk(Clinical(), (later,), KNOWLEDGE)
    assert "sample T1 (relapse)" in alone.notes[0].text
    assert alone.status is not None
    assert alone.status.label == "relapsed"


@pytest.mark.parametrize(
    ("course", "response", "group"),
    [
        ("relapsed", "CR", "relapsed"),
        ("progressive", "PD", "progressive"),
        ("refractory", "MR", "refractory_responding"),
        ("refractory", "SD", "refractory_stable"),
        ("refractory", "PD", "refractory"),
        ("refractory", "not_stated", "indeterminate"),
    ],
)
def test_refractory_disease_is_divided_by_its_best_response(
    course: str, response: str, group: str
) -> None:
    treatments = [{"name": "induction", "response": response}]
    status = risk(course=course, treatments=treatments).status
    assert status is not None
    assert status.label == group


def test_outcomes_are_shown_only_where_the_population_fits() -> None:
    shown = {figure.id for figure in risk(AMPLIFIED, inrgss="M", age=100).prognosis}
    assert {"mycn_m_infant", "mycn_amplified", "mycn_hazard_young", "inrg_high"} <= shown
    assert not shown & {"mycn_m_toddler", "mycn_hazard_older", "after_relapse", "cog_v2_low"}
    assert risk(when=TimePoint.NOT_APPLICABLE).prognosis == ()


def test_every_outcome_names_its_source_and_gives_no_individual_chance() -> None:
    found = risk(AMPLIFIED, inrgss="M", age=100)
    assert all(figure.sources and figure.population for figure in found.prognosis)
    assert {key for figure in found.prognosis for key in figure.sources} <= found.sources


def test_without_tables_nothing_is_classified() -> None:
    bare = KNOWLEDGE.__class__(
        root=KNOWLEDGE.root, version="", references={}, assays={}, drugs={}, rule_documents={}
    )
    found = classify_risk(Clinical(), (sample(),), bare)
    assert (found.schemes, found.status, found.systems_disagree) == ({}, None, None)


def test_a_table_without_a_row_that_fits_gives_no_group() -> None:
    scheme = KNOWLEDGE.schemes["siopen"]
    cut = scheme.model_copy(update={"rows": scheme.rows[:1]})
    facts = read_facts(Clinical(age_at_diagnosis_days=10), Sample(id="T1"), Calls(), KNOWLEDGE)
    found = classify_scheme(cut, facts, KNOWLEDGE.facts, fact_limits(KNOWLEDGE))
    assert (found.label, found.reachable) == ("indeterminate", ())
    assert found.reason == "No row of the table fits what is stated."
    assert found.sources == scheme.sources


STATED = {
    "age": st.sampled_from((364, 365, 546, 547, 548, 1825, 1826)),
    "inrgss": st.sampled_from(("L1", "L2", "M", "MS")),
    "histology": st.sampled_from(("NB", "GNB_nodular", "GN_maturing")),
    "differentiation": st.sampled_from(("differentiating", "undifferentiated")),
    "inpc": st.sampled_from(("FH", "UH")),
    "resection": st.sampled_from(("complete", "incomplete")),
    "symptomatic": st.booleans(),
}
CALLS = st.tuples(
    st.sampled_from((NORMAL, AMPLIFIED)),
    st.sampled_from((DIPLOID, HYPODIPLOID, HYPERDIPLOID)),
    st.sampled_from((QUIET, LOSS_11Q)),
)


@given(
    stated=st.fixed_dictionaries(STATED),
    calls=CALLS,
    hidden=st.sets(st.sampled_from([*STATED, "mycn", "ploidy", "segmental_chromosome"])),
)
def test_a_group_given_with_facts_hidden_is_never_contradicted_by_the_facts(
    stated: dict[str, object], calls: tuple[Call, ...], hidden: set[str]
) -> None:
    if stated["inrgss"] == "MS" and int(str(stated["age"])) >= 547:
        return
    if stated["histology"] == "GN_maturing" and stated["inpc"] == "UH":
        return
    complete = risk(*calls, **stated)
    partial = risk(
        *(item for item in calls if item.mechanism not in hidden),
        **{key: value for key, value in stated.items() if key not in hidden},
    )
    for scheme in ("inrg", "cog_v2", "siopen"):
        truth, seen = complete.schemes[scheme], partial.schemes[scheme]
        assert truth.label != "indeterminate"
        assert truth.label in seen.reachable
        assert seen.label in {truth.label, "indeterminate"}
        assert (seen.label == "indeterminate") == bool(seen.decided_by)
