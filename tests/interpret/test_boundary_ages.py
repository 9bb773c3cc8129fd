"""Where every scheme places a patient on both sides of every age at which it divides.

The ages are those of the published tables: 12 months (365 days), 18 months (547 days in the INRG
and in the COG by INRGSS, 548 in the COG by INSS) and 5 years (1,826 days).
"""

from __future__ import annotations

import pytest

from crestome.interpret.risk import classify_risk
from crestome.knowledge.load import load_knowledge
from crestome.model.assessment import SampleAssessment
from crestome.model.call import Call, Calls, CallState, DetailValue
from crestome.model.clinical import Clinical
from crestome.model.patient import Sample, TimePoint

KNOWLEDGE = load_knowledge()
AGES = (364, 365, 546, 547, 548, 1825, 1826)


def call(mechanism: str, state: CallState, label: str, **detail: DetailValue) -> Call:
    return Call(mechanism=mechanism, state=state, label=label, reason="invented", detail=detail)


NORMAL = call("mycn", CallState.ABSENT, "normal", discordant=False)
AMPLIFIED = call("mycn", CallState.PRESENT, "amplified", discordant=False)
DIPLOID = call("ploidy", CallState.ABSENT, "diploid", inrg="diploid", cog="unfavourable")
HYPERDIPLOID = call(
    "ploidy", CallState.PRESENT, "hyperdiploid", inrg="hyperdiploid", cog="favourable"
)
QUIET = call(
    "segmental_chromosome", CallState.ABSENT, "none", inrg_11q_aberration=False, cog_sca=False
)
LOSS_11Q = call(
    "segmental_chromosome", CallState.PRESENT, "altered", inrg_11q_aberration=True, cog_sca=True
)
UNAMPLIFIED = (NORMAL, HYPERDIPLOID, QUIET)
L, I, H, V = "low", "intermediate", "high", "very_low"  # noqa: E741 (the groups, as a table prints them)
N = "not_high"
POOR, GOOD = {"histology": "NB", "differentiation": "poorly_differentiated"}, {"inpc": "FH"}
CALM = {"inpc": "FH", "symptomatic": False}

TABLE = [
    # scheme, what is stated, calls, group at each of the ages
    ("inrg", {"inrgss": "L2", **POOR}, UNAMPLIFIED, (L, L, L, I, I, I, I)),
    ("inrg", {"inrgss": "L2", **POOR}, (NORMAL, LOSS_11Q), (I, I, I, I, I, I, I)),
    ("inrg", {"inrgss": "L2", **POOR}, (AMPLIFIED,), (H, H, H, H, H, H, H)),
    ("inrg", {"inrgss": "M"}, (NORMAL, HYPERDIPLOID), (L, L, L, H, H, H, H)),
    ("inrg", {"inrgss": "M"}, (NORMAL, DIPLOID), (I, I, I, H, H, H, H)),
    ("inrg", {"inrgss": "M"}, (AMPLIFIED,), (H, H, H, H, H, H, H)),
    ("inrg", {"inrgss": "MS"}, UNAMPLIFIED, (V, V, V, H, H, H, H)),
    ("inrg", {"inrgss": "MS"}, (NORMAL, HYPERDIPLOID, LOSS_11Q), (H, H, H, H, H, H, H)),
    ("cog_v2", {"inrgss": "L1"}, (NORMAL,), (L, L, L, L, L, L, L)),
    ("cog_v2", {"inrgss": "L2", "inpc": "UH"}, (NORMAL,), (I, I, I, H, H, H, H)),
    ("cog_v2", {"inrgss": "L2", **GOOD}, (NORMAL,), (I, I, I, I, I, I, I)),
    ("cog_v2", {"inrgss": "L2", **GOOD}, (AMPLIFIED,), (H, H, H, H, H, H, H)),
    ("cog_v2", {"inrgss": "M", **GOOD}, UNAMPLIFIED, (I, I, I, H, H, H, H)),
    ("cog_v2", {"inrgss": "M", "inpc": "UH"}, UNAMPLIFIED, (I, H, H, H, H, H, H)),
    ("cog_v2", {"inrgss": "MS", **CALM}, UNAMPLIFIED, (L, I, I, H, H, H, H)),
    ("cog_v2", {"inrgss": "MS", **CALM}, (NORMAL, DIPLOID, QUIET), (I, H, H, H, H, H, H)),
    ("cog_inss", {"inss": "2B", "inpc": "UH"}, (AMPLIFIED,), (L, H, H, H, H, H, H)),
    ("cog_inss", {"inss": "2B", "inpc": "UH"}, (NORMAL,), (L, L, L, L, L, L, L)),
    ("cog_inss", {"inss": "3", "inpc": "UH"}, (NORMAL,), (I, H, H, H, H, H, H)),
    ("cog_inss", {"inss": "3", **GOOD}, (NORMAL,), (I, I, I, I, I, I, I)),
    ("cog_inss", {"inss": "4"}, (NORMAL,), (I, I, I, I, H, H, H)),
    ("cog_inss", {"inss": "4"}, (AMPLIFIED,), (H, H, H, H, H, H, H)),
    ("cog_inss", {"inss": "4S", **GOOD}, UNAMPLIFIED, (L, I, I, I, H, H, H)),
    ("siopen", {"inrgss": "M"}, (NORMAL,), (N, N, H, H, H, H, H)),
    ("siopen", {"inrgss": "MS"}, (NORMAL,), (N, H, H, H, H, H, H)),
    ("siopen", {"inrgss": "L2"}, (AMPLIFIED,), (H, H, H, H, H, H, H)),
]


@pytest.mark.parametrize(("scheme", "stated", "calls", "groups"), TABLE)
def test_a_patient_lands_where_the_scheme_says_on_both_sides_of_every_age(
    scheme: str, stated: dict[str, object], calls: tuple[Call, ...], groups: tuple[str, ...]
) -> None:
    made = Calls({item.mechanism: item for item in calls})
    sample = SampleAssessment(sample=Sample(id="T1", time_point=TimePoint.DIAGNOSIS), calls=made)
    found = [
        classify_risk(
            Clinical.from_document({**stated, "age_at_diagnosis_days": age}), (sample,), KNOWLEDGE
        )
        .schemes[scheme]
        .label
        for age in AGES
    ]
    assert tuple(found) == groups


def test_every_scheme_of_risk_is_in_the_table() -> None:
    schemes = {key for key, item in KNOWLEDGE.schemes.items() if item.kind != "status"}
    assert {row[0] for row in TABLE} == schemes
