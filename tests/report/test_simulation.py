from __future__ import annotations

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway_load import load_pathway
from crestome.model.simulation import (
    ModelInput,
    ModelRate,
    ModelStart,
    OutsideModel,
    Range,
    Reasons,
    Simulation,
    Switch,
    TreatmentOutcome,
)
from crestome.report.simulation import (
    figures_of,
    render_simulation,
    render_simulation_text,
)

PATHWAY = load_pathway(load_knowledge())
ZERO = Range(low=0.0, high=0.0)
VALUES = dict.fromkeys(PATHWAY.readouts, ZERO)
OUTCOME = TreatmentOutcome(
    treatments=("MDM2", "BCL2"),
    title="MDM2 antagonist + BCL2 inhibitor",
    drugs=("idasanutlin", "venetoclax"),
    readouts=VALUES,
    score=Range(low=0.5, high=1.0),
    gain=Range(low=0.1, high=0.2),
    tier=1,
)
SIMULATION = Simulation(
    model=PATHWAY.title,
    status=PATHWAY.status,
    semantics="fixed point",
    start="fresh",
    strength=1.0,
    patient="<b>P</b>",
    sample="S\x1b[2J",
    inputs=(
        ModelInput(alteration="MYCN:amp", title="MYCN amplified", switch=Switch.ON, because=""),
        ModelInput(
            alteration="TP53:lof",
            title="TP53 inactivated",
            switch=Switch.BOTH,
            because="",
            missing=("tp53_sequencing",),
        ),
        ModelInput(alteration="BRAF:V600E", title="BRAF activated", switch=Switch.OFF, because=""),
        ModelInput(
            alteration="ALT:positive",
            title="ALT",
            switch=Switch.BOTH,
            because="telomere_maintenance is CONFLICT",
            conflict=True,
        ),
    ),
    outside=(OutsideModel(title="17q gained", why="no gene"),),
    blind=("low NF1",),
    settings=2,
    untreated=VALUES,
    single=(OUTCOME,),
    pairs=(OUTCOME, OUTCOME, OUTCOME.model_copy(update={"gain": ZERO})),
    asked=OUTCOME,
    reasons=Reasons(effect=0.1),
)
SHARES = (dict.fromkeys(PATHWAY.nodes, 0.5), dict.fromkeys(PATHWAY.nodes, 0.25))


def test_lines_say_what_is_known_what_is_open_and_what_is_outside() -> None:
    text = render_simulation_text(SIMULATION)
    assert "on: MYCN amplified" in text
    assert "unknown, run both ways: TP53 inactivated (needs tp53_sequencing)" in text
    assert "found, not modelled: 17q gained (no gene)" in text
    assert "never read, so neither on nor off: low NF1" in text
    assert "off, as measured or excluded by what was found: BRAF activated" in text
    assert "contradict each other, run both ways: ALT (telomere maintenance is CONFLICT)" in text
    assert "2 settings of what is unknown" in text
    assert "taking away no alteration that was found" in text
    assert "it does least" not in text
    assert "1. score 0.50 to 1.00, 2 tied:\n       MDM2 antagonist" in text
    assert "pairs (1 that gain nothing left out), in tiers" in text
    assert "\x1b" not in text


def test_lines_name_what_is_supposed_where_a_treatment_does_least_and_most() -> None:
    reasons = Reasons(lowest=("TP53:lof",))
    text = render_simulation_text(SIMULATION.model_copy(update={"reasons": reasons}))
    assert "it does least if this is supposed: TP53 inactivated" in text
    assert "it does most" not in text


def test_lines_say_how_it_begins_and_what_expression_moves() -> None:
    start = ModelStart(
        title="mesenchymal", otherwise="adrenergic", switch=Switch.OFF, because="not called"
    )
    rate = ModelRate(title="TERT high", node="TERT", name="TERT", factor=10.0, because="")
    text = render_simulation_text(
        SIMULATION.model_copy(
            update={
                "starts": (
                    start,
                    start.model_copy(update={"assumed": True}),
                    start.model_copy(update={"switch": Switch.ON}),
                    start.model_copy(update={"switch": Switch.BOTH}),
                ),
                "rates": (rate, rate.model_copy(update={"factor": 0.1})),
            }
        )
    )
    assert "begins adrenergic (not called)" in text
    assert "begins adrenergic (an assumption: not called)" in text
    assert "begins mesenchymal (not called)" in text
    assert "run as adrenergic and as mesenchymal (not called)" in text
    assert "TERT goes on 10.0 times faster and off as much slower" in text
    assert "TERT goes on 10.0 times slower and off as much faster" in text
    assert "at most 0 of 2 supposed at a time" in text


def test_a_page_escapes_what_came_from_a_file() -> None:
    page = render_simulation(SIMULATION, PATHWAY, SHARES)
    assert "&lt;b&gt;P&lt;/b&gt;" in page
    assert "<b>P</b>" not in page
    assert page.count("<svg") == 4
    assert "0.10 to 0.20" in page


def test_without_treatment_the_figures_are_two() -> None:
    untreated = SIMULATION.model_copy(update={"asked": None, "reasons": None})
    titles = [title for title, _ in figures_of(untreated, PATHWAY, SHARES)]
    assert titles == ["Pathways, untreated", "Telomere maintenance, untreated"]
    assert "Why" not in render_simulation(untreated, PATHWAY, SHARES)
