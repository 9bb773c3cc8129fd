from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crestome.interpret.therapy import AMP, ESCAT, match_drug, match_drugs
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Claim, Curation, Drug, Leaf, Mark
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.therapy import Effect, TherapyOption, Verdict

PRESENT, ABSENT = CallState.PRESENT, CallState.ABSENT
OPEN, NOT_ASSESSED = CallState.INDETERMINATE, CallState.NOT_ASSESSED


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def call(
    mechanism: str,
    state: CallState,
    label: str,
    *missing: str,
    **detail: DetailValue,
) -> Call:
    return Call(
        mechanism=mechanism,
        state=state,
        label=label,
        reason="invented",
        detail=detail,
        missing=missing,
    )


def alk(*, partial: bool = False, **responses: str) -> Call:
    return call(
        "alk",
        PRESENT,
        "mutated",
        activating=True,
        compound=False,
        partial_target=partial,
        **responses,
    )


F1174L = alk(
    crizotinib="primary_resistant", ceritinib="sensitive_by_analogy", lorlatinib="sensitive"
)
F1245V = alk(
    crizotinib="resistant_by_analogy",
    ceritinib="sensitive_by_analogy",
    lorlatinib="sensitive_by_analogy",
)
ONLY_ALK = call("ras_mapk", PRESENT, "positive", excl_alk=False)
NRAS = call("ras_mapk", PRESENT, "positive", excl_alk=True)
MYCN_AMPLIFIED = call("mycn", PRESENT, "amplified")
MYCN_NORMAL = call("mycn", ABSENT, "normal")
MYCN_UNKNOWN = call("mycn", NOT_ASSESSED, "not_assessed", "mycn_copy_number", "mycn_fish")
TP53_WILD = call(
    "p53_pathway", OPEN, "wildtype", "mdm2_copy_number", tp53="wildtype", mdm2="not_assessed"
)
TP53_MUTANT = call("p53_pathway", PRESENT, "mutant", tp53="mutant")
TP53_UNKNOWN = call("p53_pathway", NOT_ASSESSED, "unknown", "tp53_sequencing", tp53="unknown")
NO_TREATMENT = call("treatment_history", ABSENT, "untreated", progressed_on=())
EVEN_STATE = call("cell_state", PRESENT, "ADRN")
NO_LOSS = call("segmental_chromosome", ABSENT, "none", genes_hemizygous=())
BACKGROUND = (NO_TREATMENT, EVEN_STATE, NO_LOSS)


def options_of(knowledge: Knowledge, *calls: Call) -> dict[str, TherapyOption]:
    made = Calls()
    for item in (*BACKGROUND, *calls):
        made = made.having(item)
    return {option.drug: option for option in match_drugs(made, knowledge)}


def test_a_residue_where_ceritinib_fails_elsewhere_downgrades_it(knowledge: Knowledge) -> None:
    response = alk(ceritinib="resistant_by_analogy")
    assert options_of(knowledge, response, ONLY_ALK)["ceritinib"].verdict is Verdict.DOWNGRADED


def telomeres(label: str, state: CallState = PRESENT, *missing: str) -> Call:
    settled = {"ALT": True, "TMM_NEGATIVE": False}
    settled |= {"TELOMERASE_MYCN": False, "TELOMERASE_TERT_SV": False}
    return call("telomere_maintenance", state, label, *missing, alt=settled.get(label))


def test_f1174l_matches_lorlatinib_and_speaks_against_crizotinib(knowledge: Knowledge) -> None:
    options = options_of(knowledge, F1174L, ONLY_ALK, MYCN_NORMAL, TP53_WILD)
    assert options["lorlatinib"].verdict is Verdict.MATCHED
    assert options["lorlatinib"].escat == "I-B"
    assert options["lorlatinib"].amp == "I-B"
    assert options["crizotinib"].verdict is Verdict.AGAINST
    assert options["crizotinib"].escat == "X"
    assert options["crizotinib"].amp == ""
    assert "F1174L" in options["crizotinib"].summary
    assert options["idasanutlin"].verdict is Verdict.MATCHED
    assert (options["idasanutlin"].escat, options["idasanutlin"].amp) == ("IV-A", "II-D")


def test_another_change_of_a_refractory_residue_downgrades_crizotinib(knowledge: Knowledge) -> None:
    option = options_of(knowledge, F1245V, ONLY_ALK)["crizotinib"]
    assert option.verdict is Verdict.DOWNGRADED
    assert {claim.id for claim in option.reasons_for} == {"T2-01a"}
    assert {claim.id for claim in option.reasons_against} == {"S-23-analogy"}
    assert option.escat == "III-A"
    assert option.amp == "III"
    assert option.counterfactual[0].startswith("Would match were it not that ALK carries another")


def test_off_target_resistance_downgrades_lorlatinib_and_opens_trametinib(
    knowledge: Knowledge,
) -> None:
    options = options_of(knowledge, F1174L, NRAS, MYCN_UNKNOWN, TP53_UNKNOWN)
    assert options["lorlatinib"].verdict is Verdict.DOWNGRADED
    assert options["lorlatinib"].escat == "II-A"
    assert options["crizotinib"].verdict is Verdict.AGAINST
    assert {claim.id for claim in options["crizotinib"].reasons_against} == {"S-23", "S-27"}
    trametinib = options["trametinib"]
    assert trametinib.verdict is Verdict.MATCHED
    assert "Not known whether MYCN is amplified: would be downgraded if so." in trametinib.summary
    assert trametinib.missing == ("mycn_copy_number", "mycn_fish")
    assert options["idasanutlin"].verdict is Verdict.CONDITIONAL
    assert options["idasanutlin"].missing == ("tp53_sequencing",)
    assert options["idasanutlin"].summary == "Not known whether TP53 is wild type."
    assert options["idasanutlin"].counterfactual == (
        "Would match if TP53 is wild type.",
        "Not known whether TP53 is mutant: would be against if so.",
    )


def test_amplified_mycn_downgrades_trametinib(knowledge: Knowledge) -> None:
    option = options_of(knowledge, NRAS, MYCN_AMPLIFIED)["trametinib"]
    assert option.verdict is Verdict.DOWNGRADED
    assert option.escat == "V"
    assert option.missing == ()


def test_mutant_tp53_speaks_against_an_mdm2_antagonist_whatever_else(knowledge: Knowledge) -> None:
    option = options_of(knowledge, TP53_MUTANT)["idasanutlin"]
    assert option.verdict is Verdict.AGAINST
    assert option.missing == ()
    assert option.counterfactual == ("Would have matched in a tumour in which TP53 is wild type.",)


def test_wild_type_tp53_without_copy_number_asks_nothing_more_of_tp53(
    knowledge: Knowledge,
) -> None:
    option = options_of(knowledge, TP53_WILD)["idasanutlin"]
    assert option.summary == "Evidence match: TP53 is wild type."
    assert option.missing == ()


def test_a_tp53_variant_of_unknown_significance_is_noted(knowledge: Knowledge) -> None:
    vus = call("p53_pathway", ABSENT, "wildtype", tp53="vus")
    option = options_of(knowledge, vus)["idasanutlin"]
    assert option.verdict is Verdict.MATCHED
    assert [note.id for note in option.notes] == ["TP53-VUS"]


def test_mdm2_amplification_strengthens_the_match(knowledge: Knowledge) -> None:
    hit = call(
        "p53_pathway",
        PRESENT,
        "pathway_inactivated_with_TP53_WT",
        tp53="wildtype",
        mdm2="amplified",
    )
    option = options_of(knowledge, hit)["idasanutlin"]
    assert option.verdict is Verdict.MATCHED
    assert (option.escat, option.amp) == ("III-A", "II-C")
    assert "MDM2-amplified" in {claim.id for claim in option.reasons_for}


def test_a_subclonal_alk_variant_is_a_partial_target_and_still_a_match(
    knowledge: Knowledge,
) -> None:
    subclonal = alk(
        partial=True, crizotinib="sensitive", ceritinib="sensitive", lorlatinib="sensitive"
    )
    options = options_of(knowledge, subclonal, ONLY_ALK)
    for drug in ("crizotinib", "ceritinib", "lorlatinib"):
        assert options[drug].verdict is Verdict.MATCHED
        assert "partial target" in options[drug].summary
        assert any("Subclonal, partial target" in note.statement for note in options[drug].notes)


def test_a_pathway_hit_without_a_look_at_tp53_leaves_the_drug_conditional(
    knowledge: Knowledge,
) -> None:
    hit = call(
        "p53_pathway",
        PRESENT,
        "pathway_inactivated_with_TP53_WT",
        "tp53_sequencing",
        tp53="unknown",
        cdkn2a="homdel",
    )
    option = options_of(knowledge, hit)["idasanutlin"]
    assert option.verdict is Verdict.CONDITIONAL
    assert option.missing == ("tp53_sequencing",)


@pytest.mark.parametrize("drug", ["crizotinib", "ceritinib", "lorlatinib"])
def test_a_mutation_reported_without_its_residue_asks_for_the_sequence(
    knowledge: Knowledge, drug: str
) -> None:
    reported = call(
        "alk",
        PRESENT,
        "mutated",
        "alk_copy_number",
        activating=True,
        compound=False,
        variant_class="reported_missense",
        **{drug: "unknown"},
    )
    option = options_of(knowledge, reported, ONLY_ALK)[drug]
    assert option.verdict is Verdict.CONDITIONAL
    assert option.missing[0] == "alk_sequencing"
    assert "without the residue" in option.summary


def test_a_measured_variant_that_nobody_described_is_conditional(knowledge: Knowledge) -> None:
    rare = call(
        "alk", PRESENT, "mutated", activating=True, variant_class="hotspot", crizotinib="unknown"
    )
    option = options_of(knowledge, rare, ONLY_ALK)["crizotinib"]
    assert option.verdict is Verdict.CONDITIONAL
    assert "is not described" in option.summary


def test_a_compound_allele_closes_lorlatinib(knowledge: Knowledge) -> None:
    compound = call(
        "alk", PRESENT, "mutated", activating=True, compound=True, lorlatinib="resistant"
    )
    option = options_of(knowledge, compound, ONLY_ALK)["lorlatinib"]
    assert option.verdict is Verdict.AGAINST
    assert option.counterfactual[0].startswith("Would have matched in a tumour in which ALK is")


@pytest.mark.parametrize("drug", ["crizotinib", "ceritinib", "lorlatinib"])
def test_a_rearranged_kinase_makes_alk_inhibitors_conditional(
    knowledge: Knowledge, drug: str
) -> None:
    rearranged = call(
        "alk", PRESENT, "rearranged", activating=True, compound=False, **{drug: "unknown"}
    )
    option = options_of(knowledge, rearranged, ONLY_ALK)[drug]
    assert option.verdict is Verdict.CONDITIONAL
    assert option.summary.startswith("Conditional, the data are scarce")


@pytest.mark.parametrize("drug", ["crizotinib", "ceritinib", "lorlatinib"])
def test_progression_on_the_drug_downgrades_it(knowledge: Knowledge, drug: str) -> None:
    history = call("treatment_history", PRESENT, "treated", progressed_on=(drug.upper(),))
    sensitive = call("alk", PRESENT, "mutated", activating=True, **{drug: "sensitive"})
    assert options_of(knowledge, sensitive, ONLY_ALK, history)[drug].verdict is Verdict.DOWNGRADED


def test_a_variant_of_unknown_significance_matches_no_alk_inhibitor(knowledge: Knowledge) -> None:
    vus = call("alk", OPEN, "not_actionable", activating=False, crizotinib=None, lorlatinib=None)
    options = options_of(knowledge, vus, ONLY_ALK)
    assert options["lorlatinib"].verdict is Verdict.NOT_MATCHED
    assert options["crizotinib"].verdict is Verdict.NOT_MATCHED


def test_wild_type_alk_without_copy_number_names_the_assay(knowledge: Knowledge) -> None:
    sequence_only = call(
        "alk", OPEN, "wildtype", "alk_copy_number", activating=None, lorlatinib=None
    )
    option = options_of(knowledge, sequence_only, ONLY_ALK)["lorlatinib"]
    assert option.verdict is Verdict.CONDITIONAL
    assert "alk_copy_number" in option.missing


@pytest.mark.parametrize(
    ("label", "state", "azd0156", "ceralasertib"),
    [
        ("ALT", PRESENT, Verdict.MATCHED, Verdict.AGAINST),
        ("ALT_PROBABLE", PRESENT, Verdict.CONDITIONAL, Verdict.CONDITIONAL),
        ("CONFLICT", PRESENT, Verdict.CONDITIONAL, Verdict.CONDITIONAL),
        ("indeterminate", OPEN, Verdict.CONDITIONAL, Verdict.CONDITIONAL),
        ("TMM_NEGATIVE", ABSENT, Verdict.AGAINST, Verdict.NOT_MATCHED),
        ("TELOMERASE_MYCN", PRESENT, Verdict.NOT_MATCHED, Verdict.NOT_MATCHED),
        ("TELOMERASE_TERT_SV", PRESENT, Verdict.NOT_MATCHED, Verdict.NOT_MATCHED),
    ],
)
def test_drugs_on_telomere_maintenance_follow_its_label(
    knowledge: Knowledge, label: str, state: CallState, azd0156: Verdict, ceralasertib: Verdict
) -> None:
    options = options_of(knowledge, telomeres(label, state, "c_circle"))
    assert options["azd0156"].verdict is azd0156
    assert options["ceralasertib"].verdict is ceralasertib
    if azd0156 is Verdict.CONDITIONAL:
        assert options["azd0156"].missing == ("c_circle",)


def test_a_hemizygous_target_is_noted_and_does_not_decide(knowledge: Knowledge) -> None:
    lost = call("segmental_chromosome", PRESENT, "altered", genes_hemizygous=("ATM", "CHEK1"))
    options = options_of(knowledge, telomeres("ALT"), lost)
    assert options["azd0156"].verdict is Verdict.MATCHED
    assert [note.id for note in options["azd0156"].notes] == ["ATM-hemizygous"]


def test_a_drug_without_a_curated_target_says_so(knowledge: Knowledge) -> None:
    option = options_of(knowledge, telomeres("TELOMERASE_MYCN"), MYCN_AMPLIFIED)["ceralasertib"]
    assert option.summary == "No condition is curated that would make it a match."
    assert [note.mark for note in option.notes] == ["C"]


@pytest.mark.parametrize(
    ("label", "state"), [("ALT_PROBABLE", PRESENT), ("CONFLICT", PRESENT), ("indeterminate", OPEN)]
)
def test_a_drug_that_can_only_fail_says_what_is_not_known(
    knowledge: Knowledge, label: str, state: CallState
) -> None:
    option = options_of(knowledge, telomeres(label, state, "c_circle"))["ceralasertib"]
    against = "Not known whether telomeres are maintained by ALT: would be against if so."
    assert option.summary.startswith(against)
    assert option.counterfactual == (against,)
    assert option.missing == ("c_circle",)


AMPLIFIED_UNREAD = call(
    "alk",
    PRESENT,
    "amplified",
    "alk_sequencing",
    activating=True,
    sequenced=None,
    compound=None,
    crizotinib="sensitive",
    ceritinib="sensitive",
    lorlatinib="sensitive",
)


@pytest.mark.parametrize("drug", ["crizotinib", "ceritinib", "lorlatinib"])
def test_an_amplified_alk_whose_sequence_nobody_read_matches_and_says_so(
    knowledge: Knowledge, drug: str
) -> None:
    option = options_of(knowledge, AMPLIFIED_UNREAD, ONLY_ALK)[drug]
    assert option.verdict is Verdict.MATCHED
    assert "would be against if so" in option.summary
    assert option.missing == ("alk_sequencing",)
    read = AMPLIFIED_UNREAD.model_copy(
        update={
            "detail": AMPLIFIED_UNREAD.detail | {"sequenced": True, "compound": False},
            "missing": (),
        }
    )
    settled = options_of(knowledge, read, ONLY_ALK)[drug]
    assert settled.verdict is Verdict.MATCHED
    assert "would be against" not in settled.summary


def test_a_response_after_crizotinib_strengthens_only_after_crizotinib(
    knowledge: Knowledge,
) -> None:
    f1174l = alk(lorlatinib="sensitive").model_copy(
        update={"detail": {"activating": True, "variants": ("F1174L",), "lorlatinib": "sensitive"}}
    )

    def reasons(**record: DetailValue) -> set[str]:
        history = call("treatment_history", PRESENT, "treated", **record)
        option = options_of(knowledge, f1174l, ONLY_ALK, history)["lorlatinib"]
        return {claim.id for claim in option.reasons_for}

    assert "Liu-2021" not in reasons(progressed_on=(), prior_therapy=("tvd",))
    assert "Liu-2021" in reasons(progressed_on=(), prior_therapy=("crizotinib",))
    assert "Liu-2021" in reasons(progressed_on=("xalkori",), prior_therapy=("xalkori",))


def test_combinations_and_cautions_carry_their_own_sources(knowledge: Knowledge) -> None:
    trametinib = options_of(knowledge, NRAS)["trametinib"]
    assert [item.sources for item in trametinib.cautions] == [("chen-2025",), ("eleveld-2023",)]
    with_lorlatinib = [item for item in trametinib.combinations if "lorlatinib" in item.text]
    assert [item.sources for item in with_lorlatinib] == [("berlak-2022",)]
    assert "(for activated ALK with a RAS-MAPK alteration): Preclinical" in with_lorlatinib[0].text
    stated = {
        key for item in (*trametinib.cautions, *trametinib.combinations) for key in item.sources
    }
    assert stated <= set(trametinib.sources)


def test_matches_come_first_and_the_better_tier_before_the_lesser(knowledge: Knowledge) -> None:
    made = Calls()
    for item in (F1174L, ONLY_ALK, TP53_WILD, telomeres("ALT"), MYCN_NORMAL):
        made = made.having(item)
    options = match_drugs(made, knowledge)
    verdicts = [list(Verdict).index(option.verdict) for option in options]
    assert verdicts == sorted(verdicts)
    assert options[0].drug == "lorlatinib"


# The engine, on an invented drug.


def claim(
    name: str,
    effect: Effect,
    *labels: str,
    mark: Mark = Mark.LITERATURE,
    escat: str = "",
    amp: str = "",
) -> Claim:
    return Claim(
        id=name,
        when=Leaf(mechanism="target", label=labels),
        effect=effect,
        statement=f"{name} is stated.",
        evidence_type="in vitro",
        population="cells",
        escat=escat,
        amp=amp,
        mark=mark,
        sources=("chen-2025",),
    )


def drug_with(*claims: Claim) -> Drug:
    return Drug(
        id="invented",
        name="invented",
        drug_class="inhibitor",
        kind="small molecule",
        targets=("ALK",),
        claims=claims,
        curated=Curation(by="someone", on=date(2026, 1, 1)),
    )


ON = Calls().having(call("target", PRESENT, "on"))


def test_a_claim_that_needs_review_never_decides() -> None:
    drug = drug_with(
        claim("fits", Effect.SENSITIVITY, "on"),
        claim("fails", Effect.RESISTANCE, "on", mark=Mark.TO_CHECK),
        claim("other", Effect.RESISTANCE, "off", mark=Mark.TO_CHECK),
    )
    option = match_drug(drug, ON)
    assert option.verdict is Verdict.MATCHED
    assert option.reasons_against == ()
    assert [note.id for note in option.notes] == ["fails"]


def test_an_unknown_resistance_leaves_the_match_and_is_named() -> None:
    drug = drug_with(
        claim("fits", Effect.SENSITIVITY, "on"),
        claim("lowers", Effect.DOWNGRADE, "on"),
        claim("fails", Effect.RESISTANCE, "on").model_copy(
            update={"when": Leaf(mechanism="elsewhere", label=("on",))}
        ),
    )
    option = match_drug(drug, ON)
    assert option.verdict is Verdict.DOWNGRADED
    assert "Not known whether elsewhere is on: would be against if so." in option.summary
    assert option.escat == ""


def test_both_sides_are_shown_and_resistance_wins() -> None:
    drug = drug_with(
        claim("fits", Effect.SENSITIVITY, "on"),
        claim("lowers", Effect.DOWNGRADE, "on"),
        claim("fails", Effect.RESISTANCE, "on"),
    )
    option = match_drug(drug, ON)
    assert option.verdict is Verdict.AGAINST
    assert [item.id for item in option.reasons_for] == ["fits"]
    assert [item.id for item in option.reasons_against] == ["lowers", "fails"]
    assert option.counterfactual == ("Would match were it not that target is on.",)


def test_scarce_data_never_make_a_match_and_strengthening_alone_makes_nothing() -> None:
    scarce = drug_with(claim("scarce", Effect.CONDITIONAL_SENSITIVITY, "on"))
    assert match_drug(scarce, ON).verdict is Verdict.CONDITIONAL
    alone = drug_with(claim("adds", Effect.STRENGTHENS, "on"))
    assert match_drug(alone, ON).verdict is Verdict.NOT_MATCHED


@pytest.mark.parametrize(
    ("escat", "amp", "lowered"),
    [("I-B", "I-B", ("II-A", "II-C")), ("IV-A", "II-D", ("V", "III")), ("V", "IV", ("V", "IV"))],
)
def test_a_downgrade_lowers_by_one_tier_once(
    escat: str, amp: str, lowered: tuple[str, str]
) -> None:
    drug = drug_with(
        claim("fits", Effect.SENSITIVITY, "on", escat=escat, amp=amp),
        claim("lowers", Effect.DOWNGRADE, "on"),
        claim("lowers-too", Effect.DOWNGRADE, "on"),
    )
    option = match_drug(drug, ON)
    assert (option.escat, option.amp) == lowered
    assert escat in ESCAT
    assert amp in AMP


_STATES = st.sampled_from(
    [
        call("target", PRESENT, "on"),
        call("target", ABSENT, "off"),
        call("target", OPEN, "unclear", "assay"),
        call("target", NOT_ASSESSED, "not_assessed", "assay"),
    ]
)
_CLAIMS = st.lists(
    st.builds(
        claim,
        st.just("claim"),
        st.sampled_from(list(Effect)),
        st.sampled_from(["on", "off"]),
        mark=st.sampled_from([Mark.LITERATURE, Mark.TO_CHECK]),
    ),
    min_size=1,
    max_size=5,
)


@given(claims=_CLAIMS, found=_STATES)
def test_the_order_of_claims_does_not_change_the_verdict(claims: list[Claim], found: Call) -> None:
    calls = Calls().having(found)
    forwards = match_drug(drug_with(*claims), calls)
    backwards = match_drug(drug_with(*reversed(claims)), calls)
    assert forwards.verdict is backwards.verdict
    assert forwards.escat == backwards.escat


@given(claims=_CLAIMS, found=_STATES)
def test_one_more_resistance_that_holds_always_decides(claims: list[Claim], found: Call) -> None:
    calls = Calls().having(found)
    closing = claim("closes", Effect.RESISTANCE, found.label)
    assert match_drug(drug_with(*claims, closing), calls).verdict is Verdict.AGAINST


@given(claims=_CLAIMS)
def test_without_the_assay_no_drug_is_a_match_or_against(claims: list[Claim]) -> None:
    calls = Calls().having(call("target", NOT_ASSESSED, "not_assessed", "assay"))
    option = match_drug(drug_with(*claims), calls)
    assert option.verdict in {Verdict.CONDITIONAL, Verdict.NOT_MATCHED}


@given(claims=_CLAIMS)
def test_nothing_called_is_not_assessed_and_not_an_error(claims: list[Claim]) -> None:
    option = match_drug(drug_with(*claims), Calls())
    assert option.verdict in {Verdict.CONDITIONAL, Verdict.NOT_MATCHED}
