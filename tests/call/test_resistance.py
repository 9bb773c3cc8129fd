"""Ways of escape from ALK inhibitors: seen, at risk, not seen, or not looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from call.tumour import with_copies
from hypothesis import given
from hypothesis import strategies as st

from crestome.call.escape_routes import ResistanceRules
from crestome.call.resistance import MECHANISM
from crestome.knowledge.load import Knowledge
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.copy_number import CopyNumberCall
from crestome.model.evidence import CaseEvidence

PRESENT, ABSENT = CallState.PRESENT, CallState.ABSENT
OPEN, NOT_ASSESSED = CallState.INDETERMINATE, CallState.NOT_ASSESSED
NORMAL = {"CDK4": CopyNumberCall.NORMAL, "FGFR1": CopyNumberCall.NORMAL}


@pytest.fixture(scope="module")
def rules(knowledge: Knowledge) -> ResistanceRules:
    return knowledge.rules("resistance", ResistanceRules)


def call(name: str, state: CallState, label: str, **detail: DetailValue) -> Call:
    return Call(mechanism=name, state=state, label=label, reason="-", detail=detail)


def alk(*variants: str, **detail: DetailValue) -> Call:
    known: dict[str, DetailValue] = {"compound": False, "polyclonal": False, "sequenced": True}
    state, label = (PRESENT, "mutated") if variants else (ABSENT, "wildtype")
    return call("alk", state, label, variants=variants, **(known | detail))


def ras(*variants: str, missing: tuple[str, ...] = ()) -> Call:
    hit = True if variants else (None if missing else False)
    state = PRESENT if variants else (OPEN if missing else ABSENT)
    return call("ras_mapk", state, "-", excl_alk=hit, variants=variants, missing_genes=missing)


def p53(tp53: str | None, *variants: str) -> Call:
    return call("p53_pathway", PRESENT if variants else ABSENT, "-", tp53=tp53, variants=variants)


def history(*, after: bool | None, progressed_on: tuple[str, ...] = ()) -> Call:
    return call(
        "treatment_history", PRESENT, "treated", post_tki=after, progressed_on=progressed_on
    )


def calls_of(*made: Call) -> Calls:
    base = (
        history(after=False),
        alk(),
        ras(),
        p53("wildtype"),
        call("cell_state", PRESENT, "ADRN"),
    )
    calls = Calls()
    for item in (*base, *made):
        calls = calls.having(item)
    return calls


F1174L, G1202R = "F1174L", "G1202R"
AFTER = history(after=True)


def answer(
    evidence: CaseEvidence, rules: ResistanceRules, *made: Call, earlier: tuple[Calls, ...] = ()
) -> Call:
    read = with_copies(evidence, **NORMAL) if not evidence.gene_copies else evidence
    return MECHANISM.answer(replace(read, earlier=earlier), calls_of(*made), rules)


def ways(call: Call) -> dict[str, tuple[str, str | None]]:
    rows = call.detail["ways"]
    assert isinstance(rows, tuple)
    return {row["way"]: (row["standing"], row["timing"]) for row in rows}  # type: ignore[index,misc]


def test_without_alk_and_without_inhibitor_the_question_does_not_arise(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = answer(nothing, rules)
    assert (made.state, made.label) == (ABSENT, "not_applicable")
    assert made.detail["ways"] == made.missing == ()


def test_nothing_known_is_not_assessed(nothing: CaseEvidence, rules: ResistanceRules) -> None:
    made = MECHANISM.answer(nothing, Calls(), rules)
    assert (made.state, made.label) == (NOT_ASSESSED, "not_assessed")
    assert {standing for standing, _ in ways(made).values()} == {"not_assessed"}
    assert "alk_sequencing" in made.missing


def test_an_open_alk_leaves_the_question_open(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    wild = call("alk", OPEN, "wildtype", compound=False, polyclonal=False)
    wild = wild.model_copy(update={"missing": ("alk_copy_number",)})
    made = answer(nothing, rules, wild)
    assert (made.state, made.label) == (OPEN, "none_seen")
    assert made.missing == ("alk_copy_number",)
    assert "still open" in made.reason


def test_driven_and_fully_read_without_escape_is_absent(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = answer(nothing, rules, alk(F1174L))
    assert (made.state, made.label) == (ABSENT, "none_seen")
    assert "No ALK inhibitor went before" in made.reason
    assert made.detail["resistance"] == ()


@pytest.mark.parametrize(
    ("unread", "assay"),
    [
        (ras(missing=("NF1",)), "ras_sequencing"),
        (p53(None), "tp53_sequencing"),
        (call("cell_state", NOT_ASSESSED, "not_assessed"), "cell_state_expression"),
        (alk(F1174L, compound=None, polyclonal=None, sequenced=None), "alk_sequencing"),
        (alk(F1174L, compound=None), "treatment_record"),
    ],
)
def test_what_was_not_looked_at_is_never_absent(
    nothing: CaseEvidence, rules: ResistanceRules, unread: Call, assay: str
) -> None:
    made = answer(nothing, rules, alk(F1174L), AFTER, unread)
    assert (made.state, made.label) == (OPEN, "none_seen")
    assert made.missing == (assay,)


def test_copies_that_nobody_measured_leave_the_bypass_open(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = MECHANISM.answer(nothing, calls_of(alk(F1174L), AFTER), rules)
    assert made.state is OPEN
    assert made.missing == ("copy_number_profile",)


@pytest.mark.parametrize("phase", ["cis", "unknown"])
def test_two_variants_on_one_allele_after_an_inhibitor_are_seen_with_their_phase(
    nothing: CaseEvidence, rules: ResistanceRules, phase: str
) -> None:
    made = answer(nothing, rules, alk(F1174L, G1202R, compound=True, phase=phase), AFTER)
    assert (made.state, made.label) == (PRESENT, "escape_seen")
    assert made.detail["resistance"] == ("compound_ALK",)
    assert made.detail["phase"] == phase
    assert f"phase {phase}" in made.reason
    assert "no earlier sample says since when" in made.reason
    assert any(note.startswith("G1202R+F1174L") for note in made.notes)


def test_an_undescribed_pair_has_no_note_of_fusion_cancers(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = answer(nothing, rules, alk(F1174L, "I1171T", compound=True), AFTER)
    assert not any("fusion" in note for note in made.notes)


def test_variants_in_different_cells_are_no_compound_allele(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = answer(nothing, rules, alk(F1174L, "R1275Q", polyclonal=True))
    assert (made.label, made.detail["resistance"]) == ("at_risk", ("polyclonal_ALK",))
    assert ways(made)["compound_ALK"] == ("not_seen", None)


def test_a_ras_hit_is_a_risk_before_an_inhibitor_and_escape_after_it(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    hit = ras("NRAS p.Q61K")
    before = answer(nothing, rules, alk(F1174L), hit)
    assert (before.label, before.detail["resistance"]) == ("at_risk", ("pre_existing_bypass_risk",))
    after = answer(nothing, rules, alk(F1174L), hit, AFTER)
    assert (after.label, after.detail["resistance"]) == ("escape_seen", ("off_target_RAS_MAPK",))
    unsaid = answer(nothing, rules, alk(F1174L), hit, history(after=None))
    assert unsaid.detail["resistance"] == ("pre_existing_bypass_risk",)
    assert ways(unsaid)["off_target_RAS_MAPK"] == ("not_assessed", None)


def test_a_ras_hit_without_alk_concerns_no_alk_inhibitor(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    assert answer(nothing, rules, ras("NRAS p.Q61K")).label == "not_applicable"


@pytest.mark.parametrize(
    ("earlier", "timing"),
    [
        (ras(), "acquired"),
        (ras("NRAS p.Q61K"), "pre_existing"),
        (ras(missing=("NRAS",)), "not_known"),
        (call("ras_mapk", NOT_ASSESSED, "-"), "not_known"),
        (alk(), "acquired"),
    ],
)
def test_an_earlier_sample_says_what_is_new(
    nothing: CaseEvidence, rules: ResistanceRules, earlier: Call, timing: str
) -> None:
    made = answer(
        nothing, rules, alk(F1174L), ras("NRAS p.Q61K"), AFTER, earlier=(calls_of(earlier),)
    )
    assert ways(made)["off_target_RAS_MAPK"] == ("seen", timing)
    assert (made.detail["acquired"] == ("off_target_RAS_MAPK",)) is (timing == "acquired")


def test_copies_of_a_ras_gene_are_never_called_new(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = answer(
        nothing, rules, alk(F1174L), ras("FGFR1 amplification"), AFTER, earlier=(calls_of(),)
    )
    assert ways(made)["off_target_RAS_MAPK"] == ("seen", "not_known")


def test_a_compound_allele_is_new_where_the_second_variant_is(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    compound = alk(F1174L, G1202R, compound=True, phase="cis")
    made = answer(nothing, rules, compound, AFTER, earlier=(calls_of(alk(F1174L)),))
    assert ways(made)["compound_ALK"] == ("seen", "acquired")


def test_a_bypass_gene_amplified_after_an_inhibitor_is_a_possible_bypass(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    amplified = with_copies(nothing, CDK4=CopyNumberCall.AMPLIFIED, FGFR1=CopyNumberCall.NORMAL)
    driven = (alk(F1174L), AFTER)
    made = answer(amplified, rules, *driven)
    assert ways(made)["possible_bypass"] == ("seen", "not_known")
    assert made.detail["bypass_copies"] == {"CDK4": "amplified", "FGFR1": "normal"}
    before = answer(amplified, rules, alk(F1174L))
    assert ways(before)["possible_bypass"] == ("not_seen", None)
    unsaid = answer(amplified, rules, alk(F1174L), history(after=None))
    assert ways(unsaid)["possible_bypass"] == ("not_assessed", None)


@pytest.mark.parametrize(
    ("earlier", "timing"),
    [
        ({"CDK4": "normal"}, "acquired"),
        ({"CDK4": "amplified"}, "pre_existing"),
        ({"CDK4": "not_assessed"}, "not_known"),
        (None, "not_known"),
    ],
)
def test_earlier_copies_say_whether_the_bypass_is_new(
    nothing: CaseEvidence, rules: ResistanceRules, earlier: DetailValue, timing: str
) -> None:
    amplified = with_copies(nothing, CDK4=CopyNumberCall.AMPLIFIED, FGFR1=CopyNumberCall.NORMAL)
    first = calls_of(call("resistance", ABSENT, "none_seen", bypass_copies=earlier))
    made = answer(amplified, rules, alk(F1174L), AFTER, earlier=(first,))
    assert ways(made)["possible_bypass"] == ("seen", timing)


def test_lost_tp53_after_an_inhibitor_without_an_earlier_sample_needs_review(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    mutant = p53("mutant", "TP53 p.R273C", "MDM2 amplification")
    made = answer(nothing, rules, alk(F1174L), AFTER, mutant)
    assert made.detail["resistance"] == ("acquired_TP53",)
    assert made.needs_review
    assert made.notes[0].startswith("No earlier sample shows")
    assert "MDM2" not in made.reason


def test_newly_lost_tp53_concerns_a_tumour_without_alk_too(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    mutant = p53("mutant", "TP53 p.R273C")
    made = answer(nothing, rules, mutant, earlier=(calls_of(),))
    assert (made.label, made.detail["acquired"]) == ("escape_seen", ("acquired_TP53",))
    assert not made.needs_review
    known = answer(nothing, rules, mutant, earlier=(calls_of(mutant),))
    assert known.label == "not_applicable"
    unread = answer(nothing, rules, mutant, earlier=(calls_of(p53(None)),))
    assert unread.label == "not_applicable"


def test_deleted_tp53_is_not_called_new_by_an_earlier_sequence(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    deleted = p53("mutant", "TP53 homozygous deletion")
    assert answer(nothing, rules, deleted, earlier=(calls_of(),)).label == "not_applicable"


def test_old_loss_of_tp53_is_no_escape(nothing: CaseEvidence, rules: ResistanceRules) -> None:
    mutant = p53("mutant", "TP53 p.R273C")
    made = answer(nothing, rules, alk(F1174L), AFTER, mutant, earlier=(calls_of(mutant),))
    assert (made.state, made.label) == (ABSENT, "none_seen")


def test_without_a_record_the_record_is_what_would_show_the_ways(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    amplified = with_copies(nothing, CDK4=CopyNumberCall.AMPLIFIED, FGFR1=CopyNumberCall.NORMAL)
    unsaid = (history(after=None), ras("NRAS p.Q61K"), p53("mutant", "TP53 p.R273C"))
    made = answer(amplified, rules, alk(F1174L), *unsaid)
    standings = ways(made)
    for way in ("off_target_RAS_MAPK", "possible_bypass", "acquired_TP53"):
        assert standings[way] == ("not_assessed", None)
    assert made.missing == ("treatment_record",)


def test_the_mesenchymal_state_is_a_risk_where_alk_drives(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    mesenchymal = call("cell_state", PRESENT, "MES")
    assert answer(nothing, rules, alk(F1174L), mesenchymal).detail["resistance"] == (
        "state_mediated_escape",
    )
    assert answer(nothing, rules, mesenchymal).label == "not_applicable"


def test_alk_of_an_earlier_sample_keeps_the_question_alive(
    nothing: CaseEvidence, rules: ResistanceRules
) -> None:
    made = answer(nothing, rules, earlier=(calls_of(alk(F1174L)),))
    assert made.label == "none_seen"


def test_unexplained_progression_says_so(nothing: CaseEvidence, rules: ResistanceRules) -> None:
    progressed = history(after=True, progressed_on=("lorlatinib+topotecan",))
    made = answer(nothing, rules, alk(F1174L), progressed)
    assert made.detail["unexplained"] is True
    assert made.detail["progressed_on_inhibitor"] is True
    assert any("nothing that was looked at explains" in note for note in made.notes)
    other = answer(nothing, rules, alk(F1174L), history(after=True, progressed_on=("tvd",)))
    assert other.detail["unexplained"] is False
    explained = answer(nothing, rules, alk(F1174L), progressed, ras("NRAS p.Q61K"))
    assert explained.detail["unexplained"] is False


def test_every_way_cites_its_source(nothing: CaseEvidence, rules: ResistanceRules) -> None:
    rows = answer(nothing, rules, alk(F1174L)).detail["ways"]
    assert isinstance(rows, tuple)
    assert all(isinstance(row, dict) and row["sources"] for row in rows)


@given(
    after=st.sampled_from([True, False, None]),
    hit=st.sampled_from([ras(), ras("NRAS p.Q61K"), ras(missing=("NF1",))]),
    compound=st.sampled_from([True, False, None]),
)
def test_an_absent_answer_has_no_way_that_nobody_looked_at(
    nothing: CaseEvidence,
    rules: ResistanceRules,
    after: bool | None,
    hit: Call,
    compound: bool | None,
) -> None:
    made = answer(nothing, rules, history(after=after), hit, alk(F1174L, G1202R, compound=compound))
    standings = {standing for standing, _ in ways(made).values()}
    assert made.state is not ABSENT or standings == {"not_seen"}
    assert (made.state is PRESENT) is bool(made.detail["resistance"])
