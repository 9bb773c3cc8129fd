"""Every drug of the review and beyond: it is there, says what it must, decides as it must."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from crestome.interpret.therapy import match_drugs
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.schema import Drug, Mark
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.therapy import Effect, TherapyOption, Verdict

PRESENT, ABSENT = CallState.PRESENT, CallState.ABSENT
OPEN, NOT_ASSESSED = CallState.INDETERMINATE, CallState.NOT_ASSESSED
OPENING = {Effect.SENSITIVITY, Effect.CONDITIONAL_SENSITIVITY}
DECIDING = OPENING | {Effect.STRENGTHENS, Effect.DOWNGRADE, Effect.RESISTANCE}

DICTIONARY = {
    "crizotinib": ("PF-02341066", "Xalkori"),
    "ceritinib": ("LDK378", "Zykadia"),
    "lorlatinib": ("loratinib", "PF-06463922", "Lorbrena", "Lorviqua"),
    "i-bet726": ("GSK1324726A",),
    "molibresib": ("GSK525762", "I-BET762", "GSK525762A"),
    "vorinostat": ("SAHA", "Zolinza"),
    "fimepinostat": ("CUDC-907",),
    "alisertib": ("MLN8237",),
    "sk2188": ("SK2188",),
    "imetelstat": ("imestat", "GRN163L", "Rytelo"),
    "bibr1532": ("BIBR-1532",),
    "kml001": ("sodium metaarsenite",),
    "telomestatin": (),
    "thio": ("6-thio-2'-deoxyguanosine", "6-thio-dG", "ateganosine"),
    "xav939": (),
    "azd0156": (),
    "ceralasertib": ("AZD6738",),
    "idasanutlin": ("idasanutrin", "RG7388", "RO5503781", "RO6839921"),
    "sar405838": ("MI-773",),
    "siremadlin": ("HDM-201", "HDM201", "NVP-HDM201"),
    "mi-63": (),
    "rita": ("NSC652287",),
    "sp141": (),
    "sulanemadlin": ("ALRN-6924",),
    "nutlin-3": ("nutlin-3a",),
    "alrizomadlin": ("APG-115", "AA-115"),
    "binimetinib": ("MEK162",),
    "trametinib": ("GSK1120212",),
    "shp099": (),
    "rmc-4550": (),
    "ii-b08": (),
    "ribociclib": ("LEE011",),
    "palbociclib": ("PD-0332991",),
    "abemaciclib": ("LY2835219",),
}
"""Drugs of the tables and of the text, with the names that sources print."""

CONTEXT = {
    "etoposide",
    "doxorubicin",
    "vincristine",
    "temozolomide",
    "irinotecan",
    "topotecan",
    "cyclophosphamide",
    "131i-mibg",
    "anti-gd2",
    "dinutuximab",
    "dinutuximab-beta",
    "naxitamab",
    "eflornithine",
    "isotretinoin",
    "rist",
    "venetoclax",
    "gd2-cart01",
    "b7-h3-directed",
    "gpc2-directed",
    "adavosertib",
}
"""Shown, and never matched by the genome."""

BEYOND = {
    "dabrafenib",
    "larotrectinib",
    "entrectinib",
    "repotrectinib",
    "selpercatinib",
    "pembrolizumab",
    "sotorasib",
    "adagrasib",
    "olaparib",
    "alectinib",
    "brigatinib",
    "ensartinib",
    "neladalkib",
    "ribociclib",
    "palbociclib",
    "abemaciclib",
}

TABLE_2 = [
    "01a",
    "01b",
    "02a",
    "02b",
    "02c",
    "02d",
    "03a",
    "03b",
    "03c",
    "03d",
    "04a",
    "04b",
    "04c",
    "04d",
    "05a",
    "05b",
    "06",
    "07a",
    "07b",
    "08a",
    "08b",
    "08c",
    "09",
    "10",
    "11",
    "12a",
    "12b",
    "12c",
    "13a",
    "13b",
    "14",
    "15",
    "16",
    "17",
    "18",
    "19",
    "20",
]

CORRECTIONS = [
    "01",
    "02",
    "07",
    "10",
    "12",
    "12b",
    "14",
    "16",
    "17",
    "18",
    "19",
    "22",
    "23",
    "24",
    "25",
    "26",
    "27",
    "29",
    "30",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "39",
    "42",
    "46",
    "47",
    "48",
]
"""Corrections that concern a drug; the others stand with genes, regions, risk and outcome."""

MDM2_CLASS = {
    "idasanutlin",
    "sar405838",
    "siremadlin",
    "mi-63",
    "rita",
    "sp141",
    "sulanemadlin",
    "nutlin-3",
    "alrizomadlin",
}
TELOMERASE_CLASS = {"imetelstat", "thio", "bibr1532", "kml001", "telomestatin", "xav939"}
MEK_CLASS = {"trametinib", "binimetinib"}
SHP2_CLASS = {"shp099", "rmc-4550", "ii-b08"}
CDK_CLASS = {"ribociclib", "palbociclib", "abemaciclib"}
MYCN_CLASS = {"i-bet726", "molibresib", "vorinostat", "fimepinostat"}
AT_LEAST = 150


@cache
def texts(drug: str) -> str:
    """All sentences of one drug."""
    return load_knowledge().drugs[drug].model_dump_json()


def cites(sources: tuple[str, ...]) -> bool:
    """Whether a source is cited that is not the product itself."""
    return any(not source.startswith("crestome-") for source in sources)


@pytest.mark.parametrize("drug", DICTIONARY)
def test_a_drug_bears_its_names(knowledge: Knowledge, drug: str) -> None:
    entry = knowledge.drugs[drug]
    names = {name.casefold() for name in (entry.id, entry.name, *entry.synonyms)}
    assert {name.casefold() for name in DICTIONARY[drug]} <= names
    assert drug in CDK_CLASS or not entry.beyond_review


@pytest.mark.parametrize("drug", sorted(CONTEXT | BEYOND))
def test_the_therapies_beyond_the_tables_are_there(knowledge: Knowledge, drug: str) -> None:
    assert drug in knowledge.drugs
    assert drug not in BEYOND or knowledge.drugs[drug].beyond_review


def test_every_drug_is_known_to_this_test(knowledge: Knowledge) -> None:
    assert set(knowledge.drugs) == set(DICTIONARY) | CONTEXT | BEYOND


@pytest.mark.parametrize("row", TABLE_2)
def test_a_row_of_table_2_is_kept(knowledge: Knowledge, row: str) -> None:
    word = re.compile(rf"\bT2-{row}\b")
    assert any(word.search(texts(drug)) for drug in knowledge.drugs), row


def test_the_numbers_of_table_2_are_never_those_of_the_main_list(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            if claim.locator.startswith("Table 2, "):
                assert claim.locator.endswith("of its own list"), f"{drug.id}.{claim.id}"


@pytest.mark.parametrize("row", CORRECTIONS)
def test_a_correction_keeps_the_printed_text_beside_the_stored_one(
    knowledge: Knowledge, row: str
) -> None:
    notes = [
        note
        for drug in knowledge.drugs.values()
        for note in drug.curation_notes
        if note.id == f"E-{row}"
    ]
    assert notes
    assert all(note.as_printed != note.normalised for note in notes)


def test_what_is_kept_as_printed_is_what_the_review_prints(knowledge: Knowledge) -> None:
    review = Path(__file__).parents[2].parent / "shared" / "review.txt"
    if not review.is_file():
        pytest.skip("the text of the review is not beside the repository")
    text = re.sub(r"</?[a-z][^>]*>", "", review.read_text("utf-8"))
    for drug in knowledge.drugs.values():
        for note in drug.curation_notes:
            for part in note.as_printed.split(" … "):
                assert part in text, f"{drug.id}.{note.id}: {part}"


def test_there_are_as_many_cited_assertions_as_promised(knowledge: Knowledge) -> None:
    """One alteration or state, one drug, one direction, a published source; each counted once."""
    published = {Mark.STATED, Mark.LITERATURE, Mark.VERIFIED}
    for_it = {*OPENING, Effect.STRENGTHENS}
    claims = {
        (drug.id, claim.condition, claim.effect in for_it)
        for drug in knowledge.drugs.values()
        for claim in drug.claims
        if claim.mark in published and claim.effect in DECIDING and cites(claim.sources)
    }
    alleles = {
        (drug.id, str(allele), entry.response)
        for drug in knowledge.drugs.values()
        if drug.allele_responses is not None
        for entry in drug.allele_responses.entries
        if entry.mark in published and cites(entry.sources)
        for allele in (*entry.variants, *entry.residues, *entry.classes)
    }
    context = {
        (drug.id, claim.id)
        for drug in knowledge.drugs.values()
        for claim in drug.claims
        if claim.mark in published and claim.effect is Effect.NOTE and cites(claim.sources)
    }
    assert len(claims) + len(alleles) >= AT_LEAST
    assert len(claims) + len(alleles) + len(context) >= AT_LEAST + len(knowledge.drugs)


@pytest.mark.parametrize("drug", sorted(CONTEXT))
def test_what_is_context_has_no_claim_that_decides(knowledge: Knowledge, drug: str) -> None:
    entry = knowledge.drugs[drug]
    assert {claim.effect for claim in entry.claims} == {Effect.NOTE}
    assert entry.cautions[0].statement.startswith("Shown as context")


def test_a_convention_never_makes_a_match(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for claim in drug.claims:
            decides_for = claim.effect in {Effect.SENSITIVITY, Effect.STRENGTHENS}
            assert not (decides_for and claim.mark is Mark.CONVENTION), f"{drug.id}.{claim.id}"


def test_a_drug_whose_evidence_is_preclinical_says_so(knowledge: Knowledge) -> None:
    clinical = {"clinical", "case", "guideline"}
    for drug in knowledge.drugs.values():
        opening = [claim for claim in drug.claims if claim.effect in OPENING]
        if opening and not any(claim.evidence_type in clinical for claim in opening):
            assert drug.cautions, drug.id


def test_a_combination_names_a_drug_or_a_class(knowledge: Knowledge) -> None:
    for drug in knowledge.drugs.values():
        for item in drug.combinations:
            assert drug.name not in item.partners, drug.id
            assert item.statement.endswith("."), drug.id


# ------------------------------------------------------------------ what they decide


def call(
    mechanism: str, state: CallState, label: str, *missing: str, **detail: DetailValue
) -> Call:
    return Call(
        mechanism=mechanism,
        state=state,
        label=label,
        reason="invented",
        detail=detail,
        missing=missing,
    )


BACKGROUND = (
    call("treatment_history", ABSENT, "untreated", progressed_on=(), prior_therapy=()),
    call("cell_state", PRESENT, "ADRN"),
    call("segmental_chromosome", ABSENT, "none", genes_hemizygous=()),
)


def ras(*hits: str, genes: tuple[str, ...] = (), fusion: str = "none reported") -> Call:
    """RAS-MAPK with small variants such as ``NRAS Q61K``."""
    changed = tuple(dict.fromkeys((*genes, *(hit.split(" ")[0] for hit in hits))))
    return call(
        "ras_mapk",
        PRESENT if changed else ABSENT,
        "positive" if changed else "negative",
        excl_alk=bool(changed),
        genes=changed,
        variants=tuple(hit.replace(" ", " p.") for hit in hits),
        residues=tuple(hit[:-1] for hit in hits),
        missing_genes=(),
        fusion=fusion,
    )


def cycle(*amplified: str, lost: str = "", rb1: str = "no_loss_seen") -> Call:
    genes = (*amplified, lost) if lost else amplified
    return call(
        "cell_cycle",
        PRESENT if genes else ABSENT,
        "activated" if genes else "not_activated",
        *(("rb1_sequencing",) if rb1 == "not_assessed" else ()),
        genes=genes,
        amplified=amplified,
        rb1=rb1,
    )


def telomeres(label: str, state: CallState = PRESENT, *missing: str) -> Call:
    return call("telomere_maintenance", state, label, *missing)


def p53(label: str, state: CallState = PRESENT, **detail: DetailValue) -> Call:
    return call("p53_pathway", state, label, **detail)


MYCN = call("mycn", PRESENT, "amplified")
NOT_MYCN = call("mycn", ABSENT, "normal")


def options(knowledge: Knowledge, *calls: Call) -> dict[str, TherapyOption]:
    made = Calls()
    for item in (*BACKGROUND, *calls):
        made = made.having(item)
    return {option.drug: option for option in match_drugs(made, knowledge)}


def verdicts(knowledge: Knowledge, drugs: set[str], *calls: Call) -> set[Verdict]:
    made = options(knowledge, *calls)
    return {made[drug].verdict for drug in drugs}


def test_mutant_tp53_speaks_against_the_whole_class(knowledge: Knowledge) -> None:
    mutant = p53("mutant", tp53="mutant", mdm2="amplified")
    assert verdicts(knowledge, MDM2_CLASS, mutant, MYCN) == {Verdict.AGAINST}


def test_an_exception_on_record_does_not_lift_the_block(knowledge: Knowledge) -> None:
    option = options(knowledge, p53("mutant", tp53="mutant"), MYCN)["mi-63"]
    assert option.verdict is Verdict.AGAINST
    assert "T2-13b" in {note.id for note in option.notes}


def test_unread_tp53_leaves_the_class_conditional(knowledge: Knowledge) -> None:
    unread = call("p53_pathway", NOT_ASSESSED, "unknown", "tp53_sequencing", tp53=None)
    made = options(knowledge, unread)
    for drug in MDM2_CLASS:
        assert made[drug].verdict is Verdict.CONDITIONAL, drug
        assert made[drug].missing == ("tp53_sequencing",), drug


def test_amplified_mdm2_raises_drugs_that_were_given_to_patients_only(
    knowledge: Knowledge,
) -> None:
    hit = p53(
        "pathway_inactivated_with_TP53_WT", tp53="wildtype", mdm2="amplified", cdkn2a="normal"
    )
    made = options(knowledge, hit, NOT_MYCN)
    raised = {drug for drug in MDM2_CLASS if made[drug].escat == "III-A"}
    assert raised == {"idasanutlin", "sar405838", "siremadlin", "alrizomadlin"}
    assert verdicts(knowledge, MDM2_CLASS, hit, NOT_MYCN) == {Verdict.MATCHED}


@pytest.mark.parametrize(
    "label",
    [
        "TELOMERASE_MYCN",
        "TELOMERASE_TERT_SV",
        "TELOMERASE_TERT_PROMOTER",
        "TELOMERASE_TERT_HIGH",
    ],
)
def test_active_telomerase_matches_the_class(knowledge: Knowledge, label: str) -> None:
    assert verdicts(knowledge, TELOMERASE_CLASS, telomeres(label)) == {Verdict.MATCHED}


@pytest.mark.parametrize(("label", "state"), [("ALT", PRESENT), ("TMM_NEGATIVE", ABSENT)])
def test_without_telomerase_the_class_is_against(
    knowledge: Knowledge, label: str, state: CallState
) -> None:
    assert verdicts(knowledge, TELOMERASE_CLASS, telomeres(label, state)) == {Verdict.AGAINST}


@pytest.mark.parametrize(
    ("label", "state"),
    [("ALT_PROBABLE", PRESENT), ("CONFLICT", PRESENT), ("indeterminate", OPEN)],
)
def test_an_open_mechanism_leaves_the_class_conditional_and_names_an_assay(
    knowledge: Knowledge, label: str, state: CallState
) -> None:
    made = options(knowledge, telomeres(label, state, "c_circle"))
    for drug in TELOMERASE_CLASS | {"azd0156"}:
        assert made[drug].verdict is Verdict.CONDITIONAL, drug
        assert "c_circle" in made[drug].missing, drug


def test_a_single_telomere_drug_is_called_insufficient_beside_a_ras_hit(
    knowledge: Knowledge,
) -> None:
    group = call("mechanistic_group", PRESENT, "mech_very_high")
    made = options(knowledge, telomeres("TELOMERASE_MYCN"), group)
    assert all("S-54" in {note.id for note in made[d].notes} for d in TELOMERASE_CLASS)


def test_amplified_mycn_matches_its_class_and_gain_does_not(knowledge: Knowledge) -> None:
    gain = call("mycn", ABSENT, "gain")
    assert verdicts(knowledge, MYCN_CLASS, MYCN) == {Verdict.MATCHED}
    assert verdicts(knowledge, MYCN_CLASS | {"alisertib"}, gain) == {Verdict.NOT_MATCHED}


def test_alisertib_is_never_an_unqualified_match(knowledge: Knowledge) -> None:
    option = options(knowledge, MYCN)["alisertib"]
    assert option.verdict is Verdict.DOWNGRADED
    assert "progressed earlier" in option.summary


def test_what_needs_review_never_matches(knowledge: Knowledge) -> None:
    made = options(knowledge, MYCN, call("alk", PRESENT, "mutated", compound=True))
    for drug in ("sk2188", "neladalkib"):
        assert made[drug].verdict is Verdict.NOT_MATCHED
        assert [note.mark for note in made[drug].notes] == ["C"]


def test_a_ras_hit_matches_mek_inhibitors_and_mycn_lowers_them(knowledge: Knowledge) -> None:
    assert verdicts(knowledge, MEK_CLASS, ras("KRAS G12D"), NOT_MYCN) == {Verdict.MATCHED}
    assert verdicts(knowledge, MEK_CLASS, ras("KRAS G12D"), MYCN) == {Verdict.DOWNGRADED}


def test_lost_nf1_matches_shp2_inhibitors_whatever_mycn(knowledge: Knowledge) -> None:
    for mycn in (MYCN, NOT_MYCN):
        assert verdicts(knowledge, SHP2_CLASS, ras(genes=("NF1",)), mycn) == {Verdict.MATCHED}


@pytest.mark.parametrize("hit", ["NRAS Q61K", "KRAS Q61H", "HRAS Q61R", "BRAF V600E"])
def test_a_signal_below_shp2_speaks_against_its_inhibitor_alone(
    knowledge: Knowledge, hit: str
) -> None:
    assert verdicts(knowledge, SHP2_CLASS, ras(hit, genes=("NF1",))) == {Verdict.AGAINST}


def test_ras_at_residue_12_makes_no_call_on_shp2_inhibitors(knowledge: Knowledge) -> None:
    made = options(knowledge, ras("KRAS G12C"))
    for drug in SHP2_CLASS:
        assert made[drug].verdict is Verdict.NOT_MATCHED
        assert "KRAS-G12" in {note.id for note in made[drug].notes}


def test_activated_shp2_is_not_closed_by_an_allosteric_inhibitor(knowledge: Knowledge) -> None:
    made = options(knowledge, ras("PTPN11 E76K", genes=("NF1",)))
    assert made["shp099"].verdict is made["rmc-4550"].verdict is Verdict.AGAINST
    assert made["ii-b08"].verdict is Verdict.MATCHED
    other = options(knowledge, ras("PTPN11 D61Y", genes=("NF1",)))
    assert other["shp099"].verdict is Verdict.DOWNGRADED


@pytest.mark.parametrize("gene", ["NF1", "BRAF", "KRAS"])
def test_a_gene_that_was_not_read_is_never_taken_as_unchanged(
    knowledge: Knowledge, gene: str
) -> None:
    unread = ras("FGFR1 N546K")
    unread = unread.model_copy(
        update={
            "detail": {**unread.detail, "missing_genes": (gene,)},
            "missing": ("ras_sequencing",),
        }
    )
    waiting = {"NF1": SHP2_CLASS, "BRAF": {"dabrafenib"}, "KRAS": {"sotorasib", "adagrasib"}}
    made = options(knowledge, unread)
    for drug in waiting[gene]:
        assert made[drug].verdict is Verdict.CONDITIONAL, drug
        assert made[drug].missing == ("ras_sequencing",), drug


@pytest.mark.parametrize(
    ("tumour", "drug"),
    [
        (ras("BRAF V600E"), "dabrafenib"),
        (ras("KRAS G12C"), "sotorasib"),
        (ras("KRAS G12C"), "adagrasib"),
        (ras(fusion="NTRK1"), "larotrectinib"),
        (ras(fusion="NTRK3"), "entrectinib"),
        (ras(fusion="NTRK2"), "repotrectinib"),
        (ras(fusion="RET"), "selpercatinib"),
        (call("atrx", PRESENT, "loss_of_function", atrx="loss_of_function"), "olaparib"),
    ],
)
def test_a_rare_alteration_opens_its_drug(knowledge: Knowledge, tumour: Call, drug: str) -> None:
    no_alk = call("alk", ABSENT, "wildtype", activating=False, compound=False)
    assert options(knowledge, tumour, no_alk)[drug].verdict is Verdict.MATCHED
    assert options(knowledge, ras("BRAF G469A"), no_alk)[drug].verdict is not Verdict.MATCHED


def test_a_high_burden_is_questioned_before_it_opens_a_drug(knowledge: Knowledge) -> None:
    high = call("mutational_burden", PRESENT, "high")
    option = options(knowledge, high)["pembrolizumab"]
    assert option.verdict is Verdict.CONDITIONAL
    assert option.missing == ("tmb_sequencing",)
    low = call("mutational_burden", ABSENT, "not_high")
    assert options(knowledge, low)["pembrolizumab"].verdict is Verdict.NOT_MATCHED


def test_the_cdk_axis_ranks_amplification_before_deletion(knowledge: Knowledge) -> None:
    for gene in ("CDK4", "CDK6", "CCND1"):
        made = options(knowledge, cycle(gene), NOT_MYCN)
        assert {made[drug].escat for drug in CDK_CLASS} == {"III-A"}
    made = options(knowledge, cycle(lost="CDKN2A"), NOT_MYCN)
    assert {(made[d].verdict, made[d].escat) for d in CDK_CLASS} == {(Verdict.MATCHED, "IV-A")}


def test_lost_rb1_speaks_against_and_unread_rb1_is_a_sentence(knowledge: Knowledge) -> None:
    assert verdicts(knowledge, CDK_CLASS, cycle("CDK4", rb1="lost")) == {Verdict.AGAINST}
    made = options(knowledge, cycle("CDK4", rb1="not_assessed"))
    for drug in CDK_CLASS:
        assert made[drug].verdict is Verdict.MATCHED
        assert "Not known whether RB1 is lost: would be against if so." in made[drug].summary
        assert "rb1_sequencing" in made[drug].missing


@pytest.mark.parametrize(
    "tumour",
    [
        (MYCN, telomeres("TELOMERASE_MYCN"), p53("wildtype", ABSENT, tp53="wildtype")),
        (NOT_MYCN, telomeres("ALT"), p53("mutant", tp53="mutant"), ras("NRAS Q61K")),
        (call("cell_state", PRESENT, "MES"), cycle("CDK4")),
    ],
)
def test_context_is_never_matched_by_the_genome(
    knowledge: Knowledge, tumour: tuple[Call, ...]
) -> None:
    assert verdicts(knowledge, CONTEXT, *tumour) == {Verdict.NOT_MATCHED}


def test_a_drug_that_does_not_match_bears_no_tier(knowledge: Knowledge) -> None:
    made = options(knowledge, MYCN, cycle())
    for drug in CDK_CLASS:
        assert made[drug].reasons_for
        assert (made[drug].escat, made[drug].amp) == ("", "")


ALK_BEYOND = {"alectinib": "sensitive", "brigatinib": "sensitive_by_analogy"}


@pytest.mark.parametrize(("drug", "response"), ALK_BEYOND.items())
def test_a_sensitive_allele_matches_and_a_ras_hit_lowers_it(
    knowledge: Knowledge, drug: str, response: str
) -> None:
    allele = call("alk", PRESENT, "mutated", activating=True, compound=False, **{drug: response})
    assert options(knowledge, allele, ras())[drug].verdict is Verdict.MATCHED
    assert options(knowledge, allele, ras("NRAS Q61K"))[drug].verdict is Verdict.DOWNGRADED
    resistant = call(
        "alk", PRESENT, "mutated", activating=True, compound=True, **{drug: "resistant"}
    )
    assert options(knowledge, resistant, ras())[drug].verdict is Verdict.AGAINST


@pytest.mark.parametrize("drug", ["ensartinib", "entrectinib", "repotrectinib"])
def test_an_alk_inhibitor_without_described_alleles_is_conditional_at_most(
    knowledge: Knowledge, drug: str
) -> None:
    allele = call(
        "alk", PRESENT, "mutated", activating=True, compound=False, repotrectinib="unknown"
    )
    assert options(knowledge, allele, ras())[drug].verdict is Verdict.CONDITIONAL


def test_progression_on_a_drug_lowers_it_by_any_of_its_names(knowledge: Knowledge) -> None:
    drugs: list[Drug] = [
        drug
        for drug in knowledge.drugs.values()
        if any(claim.id == "progressed-on-it" for claim in drug.claims)
    ]
    assert len(drugs) > len(CDK_CLASS)
    for drug in drugs:
        claims = {claim.id: claim for claim in drug.claims}
        leaf = claims["progressed-on-it"].when.model_dump(by_alias=True)
        known = {name.casefold() for name in (drug.id, *drug.synonyms)}
        assert {name.casefold() for name in leaf["detail"]["progressed_on"]} <= known, drug.id
        assert known <= {name.casefold() for name in leaf["detail"]["progressed_on"]}, drug.id
