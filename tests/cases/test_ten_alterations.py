"""One relapsed tumour with ten alterations, files in and report out, each read as a board needs it.

A general reporter was seen to lose or misread all ten: it dropped the TERT promoter, did not list
amplified MYCN, and named one drug as sensitive and resistant at once, from lung cancer.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crestome.cli.app import app
from crestome.model.assessment import Assessment
from crestome.model.call import Call
from crestome.model.therapy import TherapyOption, Verdict

CASE = Path(__file__).parent / "ten_alterations"
MDM2_CLASS = {
    "alrizomadlin",
    "idasanutlin",
    "mi-63",
    "nutlin-3",
    "rita",
    "sar405838",
    "siremadlin",
    "sp141",
    "sulanemadlin",
}
TELOMERASE_CLASS = {"imetelstat", "thio", "bibr1532", "kml001", "telomestatin", "xav939"}
CRIZOTINIB = """
treatments = [
  { name = "induction chemotherapy", start_day = 5, end_day = 160, response = "PR" },
  { name = "crizotinib", start_day = 400, end_day = 520, response = "PD" },
]
"""


def assessed(case: Path, out: Path) -> tuple[Assessment, str]:
    result = CliRunner().invoke(app, ["assess", str(case), "--out", str(out)])
    assert result.exit_code == 0, result.output
    document = json.loads((out / "assessment.json").read_text("utf-8"))
    return Assessment.from_document(document), (out / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, str]:
    return assessed(CASE / "case.toml", tmp_path_factory.mktemp("ten"))


@pytest.fixture(scope="module")
def calls(made: tuple[Assessment, str]) -> Mapping[str, Call]:
    return made[0].latest.calls.by_name()


@pytest.fixture(scope="module")
def drugs(made: tuple[Assessment, str]) -> dict[str, TherapyOption]:
    return {option.drug: option for option in made[0].therapies}


@pytest.fixture(scope="module")
def treated(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The same tumour of a child whose disease progressed on crizotinib before."""
    folder = tmp_path_factory.mktemp("treated")
    shutil.copytree(CASE, folder, dirs_exist_ok=True)
    case = folder / "case.toml"
    text = case.read_text("utf-8").replace("[[sample]]", f"{CRIZOTINIB}\n[[sample]]")
    case.write_text(text, "utf-8")
    return assessed(case, folder / "out")[0]


def test_row_1_amplified_mycn_is_first_line_and_a_target(
    made: tuple[Assessment, str],
    calls: Mapping[str, Call],
    drugs: dict[str, TherapyOption],
) -> None:
    assert calls["mycn"].label == "amplified"
    assert calls["genomic_profile"].label == "MNA"
    risk = made[0].risk
    assert {risk.schemes[name].label for name in ("inrg", "cog_v2", "cog_inss")} == {"high"}
    for drug in ("i-bet726", "molibresib", "fimepinostat", "vorinostat"):
        assert drugs[drug].verdict is Verdict.MATCHED
    board = re.findall(r'<th scope="row"><a href="#call-(\w+)">', made[1])
    assert board[0] == "mycn"


def test_row_2_the_promoter_of_tert_is_not_filtered_out(
    made: tuple[Assessment, str], calls: Mapping[str, Call]
) -> None:
    assert calls["tert"].detail["promoter"] == "positive"
    assert "TERT promoter hotspot" in calls["tert"].reason
    assert "TELOMERASE_TERT_PROMOTER" in calls["telomere_maintenance"].texts("also")
    assert "TERT promoter hotspot" in made[1]


def test_row_3_amplified_tert_is_part_of_a_telomere_verdict(calls: Mapping[str, Call]) -> None:
    assert calls["tert"].label == "amplified"
    telomeres = calls["telomere_maintenance"]
    assert telomeres.label == "TELOMERASE_MYCN"
    assert "TELOMERASE_TERT_SV" in telomeres.texts("also")


def test_row_4_each_alk_allele_speaks_for_itself(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    rows = calls["alk"].detail["responses"]
    assert isinstance(rows, tuple)
    told = {
        (row["drug"], row["allele"]): (row["response"], row["level"], row["context"])
        for row in rows
        if isinstance(row, dict)
    }
    assert told["crizotinib", "F1174L"] == ("primary_resistant", "exact", "neuroblastoma")
    assert told["crizotinib", "R1275Q"][:2] == ("sensitive", "exact")
    assert told["lorlatinib", "F1174L"] == ("sensitive", "exact", "neuroblastoma")
    assert told["ceritinib", "G1202R"] == ("resistant", "exact", "fusion cancers")
    assert drugs["crizotinib"].verdict is Verdict.AGAINST
    assert "F1174L" in drugs["crizotinib"].summary


def test_row_5_g1202r_is_a_resistance_allele_and_warns_of_a_compound(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    assert calls["alk"].detail["ceritinib"] == "resistant"
    assert drugs["ceritinib"].verdict is drugs["alectinib"].verdict is Verdict.AGAINST
    assert "cancers with an ALK fusion" in drugs["ceritinib"].summary
    lorlatinib = drugs["lorlatinib"]
    assert lorlatinib.verdict is Verdict.DOWNGRADED
    assert "Not known whether ALK carries a compound" in lorlatinib.summary
    assert "treatment_record" in lorlatinib.missing
    assert calls["alk"].needs_review


def test_row_5_after_an_inhibitor_the_compound_allele_closes_lorlatinib(
    treated: Assessment,
) -> None:
    drugs = {option.drug: option for option in treated.therapies}
    lorlatinib = drugs["lorlatinib"]
    assert lorlatinib.verdict is Verdict.AGAINST
    (change,) = lorlatinib.counterfactual
    assert change.startswith("Would have been a downgraded match in a tumour in which ALK is")
    assert change.endswith(
        "were it not that ALK carries a compound or another lorlatinib-resistant allele."
    )
    resistance = treated.latest.calls["resistance"]
    assert resistance.label == "escape_seen"
    assert resistance.detail["phase"] == "unknown"
    assert set(resistance.texts("resistance")) == {
        "compound_ALK",
        "off_target_RAS_MAPK",
        "possible_bypass",
        "acquired_TP53",
    }
    assert "the disease progressed on crizotinib" in drugs["crizotinib"].summary


def test_row_6_alk_and_mycn_are_amplified_together(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    assert calls["alk"].label == "amplified"
    assert any("MYCN are altered together" in note for note in calls["alk"].notes)
    assert "S-19" in {note.id for note in drugs["lorlatinib"].notes}


def test_row_7_lost_atrx_is_flagged_against_telomerase(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    assert calls["atrx"].label == "loss_of_function"
    telomeres = calls["telomere_maintenance"]
    assert telomeres.needs_review
    assert "c_circle" in telomeres.missing
    assert any("does not go with telomerase" in note for note in telomeres.notes)
    for drug in TELOMERASE_CLASS:
        assert "ATRX-lost" in {note.id for note in drugs[drug].notes}, drug
    assert drugs["azd0156"].verdict is Verdict.NOT_MATCHED


def test_row_8_the_cdk_axis_says_where_its_evidence_is_from(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    assert set(calls["cell_cycle"].texts("genes")) == {"CDK4", "CDKN2A"}
    for drug in ("ribociclib", "palbociclib", "abemaciclib"):
        option = drugs[drug]
        assert (option.verdict, option.escat) == (Verdict.MATCHED, "III-A")
        best = next(claim for claim in option.reasons_for if claim.escat == "III-A")
        assert "in neuroblastoma preclinical only" in best.population
    assert not any("sarcoma" in claim.statement for claim in drugs["palbociclib"].reasons_for)


def test_row_9_mutant_tp53_closes_every_mdm2_antagonist(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    p53 = calls["p53_pathway"]
    assert (p53.label, p53.detail["mdm2"]) == ("mutant", "amplified")
    for drug in MDM2_CLASS:
        option = drugs[drug]
        assert option.verdict is Verdict.AGAINST, drug
        assert option.counterfactual == (
            "Would have matched in a tumour in which TP53 is wild type.",
        )


def test_row_10_nras_opens_mek_closes_shp2_alone_and_predicts_the_bypass(
    calls: Mapping[str, Call], drugs: dict[str, TherapyOption]
) -> None:
    assert calls["ras_mapk"].texts("genes") == ("NRAS",)
    for drug in ("trametinib", "binimetinib"):
        assert drugs[drug].verdict is Verdict.DOWNGRADED
        assert "MYCN is amplified" in drugs[drug].summary
    for drug in ("shp099", "rmc-4550", "ii-b08"):
        assert drugs[drug].verdict is Verdict.AGAINST
        assert any(
            "trametinib" in item.text or "MEK" in item.text for item in drugs[drug].combinations
        )
    assert "pre_existing_bypass_risk" in calls["resistance"].texts("resistance")
    assert "S-27" in {claim.id for claim in drugs["lorlatinib"].reasons_against}
    assert calls["mechanistic_group"].label == "mech_very_high"


def test_no_drug_is_shown_for_and_against_unresolved(made: tuple[Assessment, str]) -> None:
    assessment, page = made
    names = [option.drug for option in assessment.therapies]
    assert len(names) == len(set(names))
    assert all(page.count(f'id="drug-{name}"') == 1 for name in names)


def test_every_row_of_the_input_is_accounted_for(made: tuple[Assessment, str]) -> None:
    ledger = made[0].ledger
    assert ledger.rows_read
    assert ledger.adds_up
