"""Invented calls for tests of the pathway model."""

from __future__ import annotations

from crestome.model.call import Call, Calls, CallState, DetailValue


def call(
    mechanism: str,
    state: CallState,
    label: str,
    missing: tuple[str, ...] = (),
    **detail: DetailValue,
) -> Call:
    return Call(
        mechanism=mechanism, state=state, label=label, reason="", detail=detail, missing=missing
    )


def of(*calls: Call) -> Calls:
    made = Calls()
    for item in calls:
        made = made.having(item)
    return made


ALK_F1174 = call(
    "alk",
    CallState.PRESENT,
    "mutated",
    activating=True,
    sequenced=True,
    variants=("F1174L",),
    amplification="normal",
    compound=False,
)
ALK_OTHER = call(
    "alk",
    CallState.PRESENT,
    "mutated",
    activating=True,
    sequenced=True,
    variants=("I1171N",),
    amplification="normal",
    compound=False,
)
ALK_VUS = call(
    "alk",
    CallState.INDETERMINATE,
    "not_actionable",
    activating=None,
    sequenced=True,
    variants=("A1200V",),
    amplification="normal",
    compound=False,
)
NRAS = call("ras_mapk", CallState.PRESENT, "positive", genes=("NRAS",), missing_genes=("NF1",))
NO_RAS = call("ras_mapk", CallState.ABSENT, "negative", genes=(), missing_genes=())
ALT = call("telomere_maintenance", CallState.PRESENT, "ALT", alt=True, telomerase=False)
