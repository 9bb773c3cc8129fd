"""Renders what the pathway model made of a tumour: lines for a terminal, and one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Final

from crestome.knowledge.pathway import Pathway
from crestome.model.simulation import (
    DrugEvidence,
    ModelInput,
    Simulation,
    Switch,
    TreatmentOutcome,
)
from crestome.report.figures.pathway import Drawing, draw_pathway
from crestome.report.printable import printable
from crestome.report.simulation_reasons import reason_lines

_TIERS_SHOWN: Final = 5
SCORE_WORDS: Final = (
    "score: gain of apoptosis plus loss of proliferation, each at most 1. A cell that only stops "
    "counts as one that dies, so an MDM2 antagonist stands high wherever TP53 is intact. Beside "
    "it stands what the assessment says of the drugs, which is evidence; a tier is none."
)
APART_WORDS: Final = "with a drug that no source has in a clinic for neuroblastoma"
_SHOWN: Final = ("proliferation", "apoptosis", "sustained_growth", "telomere_maintenance")

Shares = tuple[dict[str, float], dict[str, float]]


def render_simulation_text(simulation: Simulation) -> str:
    """The answer in lines; control characters of the input never reach the terminal."""
    return "\n".join(printable(line) for line in _lines(simulation))


def render_simulation(simulation: Simulation, pathway: Pathway, shares: Shares) -> str:
    """One page without script or second file.

    Args:
        simulation: What the model made of the tumour.
        pathway: The model, for the drawing.
        shares: Shares of cells by node and input, untreated and treated.
    """
    from jinja2 import Environment, PackageLoader

    environment = Environment(
        loader=PackageLoader("crestome.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("simulation.html.j2").render(
        simulation=simulation,
        style=resources.files("crestome.report").joinpath("assets/page.css").read_text("utf-8"),
        figures=figures_of(simulation, pathway, shares),
        pathway=pathway,
        lines=list(reason_lines(simulation)),
        expression=list(_expression_lines(simulation)),
        settings=_settings(simulation),
        inputs=_by_switch(simulation.inputs),
        evidence=evidence_words,
        score_words=SCORE_WORDS,
        apart_words=APART_WORDS,
        shown=_SHOWN,
    )


def figures_of(
    simulation: Simulation, pathway: Pathway, shares: Shares
) -> tuple[tuple[str, str], ...]:
    """Title and drawing of the pathway and of its parts, untreated and treated."""
    untreated, treated = shares
    alterations = {
        pathway.alterations[item.alteration].input: item.title
        for item in simulation.inputs
        if item.switch is Switch.ON
    }
    states: list[tuple[str, Mapping[str, float], Mapping[str, float], Mapping[str, str]]] = [
        ("untreated", untreated, {}, {})
    ]
    if simulation.asked is not None:
        drugs = {
            name: pathway.treatments[key].title
            for key in simulation.asked.treatments
            for name in pathway.treatments[key].inputs
        }
        states.append((f"under {simulation.asked.title}", treated, untreated, drugs))
    parts = [("Pathways", {}), *pathway.figures.items()]
    drawings = [
        Drawing(f"{title}, {state}", now, before, alterations, drugs, places)
        for title, places in parts
        for state, now, before, drugs in states
    ]
    return tuple((item.title, draw_pathway(pathway, item)) for item in drawings)


def _lines(simulation: Simulation) -> Iterator[str]:
    yield f"patient {simulation.patient}, sample {simulation.sample}: {simulation.model}"
    yield from (f"  {line}" for line in _tumour_lines(simulation))
    yield f"  untreated: {_readouts(simulation.untreated)}"
    if simulation.asked is not None:
        yield from _asked_lines(simulation.asked)
    yield from (f"    {line}" for line in reason_lines(simulation))
    if simulation.drawn is not None:
        drawn = simulation.drawn
        yield (
            f"  by chance, {drawn.trajectories} cells: {_readouts(drawn.readouts)} "
            f"(error of the draw at most {drawn.error:.3f}; {drawn.semantics})"
        )
    if simulation.single or simulation.asked:
        yield f"  {SCORE_WORDS}"
    yield from _screen_lines(simulation)
    yield f"{simulation.semantics}; start: {simulation.start}; strength: {simulation.strength:g}"
    yield simulation.notice


def _tumour_lines(simulation: Simulation) -> Iterator[str]:
    """What is on, off, open and outside, and how the tumour begins."""
    for words, items in _by_switch(simulation.inputs).items():
        if items:
            yield f"{words}: {'; '.join(items)}"
    for item in simulation.outside:
        yield f"found, not modelled: {item.title} ({item.why})"
    if simulation.blind:
        yield f"never read, so neither on nor off: {'; '.join(simulation.blind)}"
    yield from _expression_lines(simulation)
    if simulation.settings > 1:
        yield _settings(simulation)


def _asked_lines(asked: TreatmentOutcome) -> Iterator[str]:
    """The treatment that was asked for, with the evidence on its drugs."""
    yield f"  {asked.title}: {_readouts(asked.readouts)}"
    yield f"    score {_scores(asked)}{_gain(asked)}"
    yield f"    evidence in this tumour: {evidence_words(asked)}"
    yield from (f"    what the model rests on: {note}" for note in asked.notes)


def _screen_lines(simulation: Simulation) -> Iterator[str]:
    """Singles and pairs, those without a clinic apart."""
    for title, outcomes, most in (
        ("single treatments", simulation.single, len(simulation.single)),
        ("pairs", simulation.pairs, _TIERS_SHOWN),
    ):
        yield from _tiers(title, [item for item in outcomes if item.clinic], most)
        apart = [item for item in outcomes if not item.clinic]
        yield from _tiers(f"{title} {APART_WORDS}", apart, most)


def _expression_lines(simulation: Simulation) -> Iterator[str]:
    """How the tumour begins, and which rates expression moves."""
    for start in simulation.starts:
        because = start.because.replace("_", " ")
        if start.switch is Switch.ON:
            yield f"begins {start.title} ({because})"
        elif start.switch is Switch.BOTH:
            yield f"run as {start.otherwise} and as {start.title} ({because})"
        else:
            why = f"an assumption: {because}" if start.assumed else because
            yield f"begins {start.otherwise} ({why})"
    for rate in simulation.rates:
        up, down = ("faster", "slower") if rate.factor > 1.0 else ("slower", "faster")
        times = max(rate.factor, 1.0 / rate.factor)
        yield (
            f"{rate.title}: where cells are drawn by chance, {rate.name} goes on {times:.1f} times "
            f"{up} and off as much {down}"
        )


def _settings(simulation: Simulation) -> str:
    """How many settings of what is unknown were run, and which were not."""
    unknown = sum(item.switch is Switch.BOTH for item in simulation.inputs)
    few = simulation.together < unknown
    most = f", at most {simulation.together} of {unknown} supposed at a time" if few else ""
    return f"{simulation.settings} settings of what is unknown were run{most}; values are ranges"


def _by_switch(inputs: Sequence[ModelInput]) -> dict[str, list[str]]:
    both = [item for item in inputs if item.switch is Switch.BOTH]
    return {
        "on": [item.title for item in inputs if item.switch is Switch.ON],
        "calls contradict each other, run both ways": [
            f"{item.title} ({item.because.replace('_', ' ')})" for item in both if item.conflict
        ],
        "unknown, run both ways": [
            item.title + (f" (needs {', '.join(item.missing)})" if item.missing else "")
            for item in both
            if not item.conflict
        ],
        "off, as measured or excluded by what was found": [
            item.title for item in inputs if item.switch is Switch.OFF
        ],
    }


def _readouts(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {values[name]}" for name in _SHOWN)


def _gain(outcome: TreatmentOutcome) -> str:
    return "" if outcome.gain is None else f", {outcome.gain} over the better single agent"


def _tiers(title: str, outcomes: Sequence[TreatmentOutcome], most: int) -> Iterator[str]:
    if not outcomes:
        return
    gained = [item for item in outcomes if item.gain is None or item.gain.high > 0.0]
    if len(gained) < len(outcomes):
        title += f" ({len(outcomes) - len(gained)} that gain nothing left out)"
    yield f"  {title}, in tiers of equal score (a hypothesis, never an evidence level):"
    for tier in sorted({item.tier for item in gained})[:most]:
        tied = [outcome for outcome in gained if outcome.tier == tier]
        ties = f", {len(tied)} tied" if len(tied) > 1 else ""
        yield f"    {tier}. score {_scores(tied[0], alike=tied)}{ties}:"
        for item in tied:
            yield f"       {item.title}{_gain(item)} [{evidence_words(item)}]"


def _scores(outcome: TreatmentOutcome, alike: Sequence[TreatmentOutcome] = ()) -> str:
    """The score, and the second one where all of the tier have the same."""
    lasting = {str(item.lasting) for item in alike or (outcome,)}
    if outcome.lasting is None or len(lasting) > 1:
        return str(outcome.score)
    return f"{outcome.score} (lasting growth: {outcome.lasting})"


def evidence_words(outcome: TreatmentOutcome) -> str:
    """Verdict and ESCAT tier of the assessment, by class; of one class drug by drug."""
    single = len(outcome.evidence) == 1
    return " + ".join(_of_class(drugs, named=single) for drugs in outcome.evidence)


def _of_class(drugs: Sequence[DrugEvidence], *, named: bool) -> str:
    groups: dict[str, list[str]] = {}
    given = [item for item in drugs if not item.tool]
    for item in drugs if named or not given else given:
        level = f", ESCAT {item.escat}" if item.escat else ""
        level += ", laboratory tool" if item.tool else ""
        words = item.verdict.replace("_", " ") or "no verdict"
        groups.setdefault(words + level, []).append(item.drug)
    if not groups:
        return "no drug named"
    if not named:
        return " or ".join(groups)
    return "; ".join(f"{', '.join(names)}: {words}" for words, names in groups.items())
