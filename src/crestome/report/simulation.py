"""Renders what the pathway model made of a tumour: lines for a terminal, and one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Final

from crestome.knowledge.pathway import Pathway
from crestome.model.simulation import (
    Counterfactual,
    ModelInput,
    Reasons,
    Simulation,
    Switch,
    TreatmentOutcome,
)
from crestome.report.figures.pathway import Drawing, draw_pathway
from crestome.report.printable import printable

_TIERS_SHOWN: Final = 5
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
        lines=list(_reason_lines(simulation)),
        expression=list(_expression_lines(simulation)),
        settings=_settings(simulation),
        inputs=_by_switch(simulation.inputs),
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
    for words, items in _by_switch(simulation.inputs).items():
        if items:
            yield f"  {words}: {'; '.join(items)}"
    for item in simulation.outside:
        yield f"  prognostic, not modelled: {item.title} ({item.why})"
    yield from (f"  {line}" for line in _expression_lines(simulation))
    if simulation.settings > 1:
        yield f"  {_settings(simulation)}"
    yield f"  untreated: {_readouts(simulation.untreated)}"
    if simulation.asked is not None:
        yield f"  {simulation.asked.title}: {_readouts(simulation.asked.readouts)}"
        yield f"    score {simulation.asked.score}{_gain(simulation.asked)}"
    yield from (f"    {line}" for line in _reason_lines(simulation))
    if simulation.drawn is not None:
        drawn = simulation.drawn
        yield (
            f"  by chance, {drawn.trajectories} cells: {_readouts(drawn.readouts)} "
            f"(error of the draw at most {drawn.error:.3f}; {drawn.semantics})"
        )
    yield from _tiers("single treatments", simulation.single)
    yield from _tiers("pairs", simulation.pairs)
    yield f"{simulation.semantics}; start: {simulation.start}; strength: {simulation.strength:g}"
    yield simulation.notice


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
    return {
        "on": [item.title for item in inputs if item.switch is Switch.ON],
        "unknown, run both ways": [
            item.title + (f" (needs {', '.join(item.missing)})" if item.missing else "")
            for item in inputs
            if item.switch is Switch.BOTH
        ],
    }


def _readouts(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {values[name]}" for name in _SHOWN)


def _gain(outcome: TreatmentOutcome) -> str:
    return "" if outcome.gain is None else f", {outcome.gain} over the better single agent"


def _tiers(title: str, outcomes: Sequence[TreatmentOutcome]) -> Iterator[str]:
    if not outcomes:
        return
    gained = [item for item in outcomes if item.gain is None or item.gain.high > 0.0]
    if len(gained) < len(outcomes):
        title += f" ({len(outcomes) - len(gained)} that gain nothing left out)"
    yield f"  {title}, in tiers of equal score (a hypothesis, never an evidence level):"
    for tier in range(1, _TIERS_SHOWN + 1):
        tied = [outcome for outcome in gained if outcome.tier == tier]
        if tied:
            names = "; ".join(f"{item.title}{_gain(item)}" for item in tied)
            ties = f", {len(tied)} tied" if len(tied) > 1 else ""
            yield f"    {tier}. score {tied[0].score}{ties}: {names}"


def _reason_lines(simulation: Simulation) -> Iterator[str]:
    reasons = simulation.reasons
    if reasons is None:
        return
    titles = {item.alteration: item.title for item in simulation.inputs}
    if reasons.removals:
        for item in reasons.removals:
            what = [titles.get(name, name) for name in item.what]
            yield f"it would do more without {_joined(what)}: {_change(item)}"
    else:
        yield "no alteration that was found, alone or in a pair, keeps it from doing more"
    for word, names in (("least", reasons.lowest), ("most", reasons.highest)):
        if names and reasons.lowest != reasons.highest:
            yield f"it does {word} if this is supposed: {_joined([titles[x] for x in names])}"
    best = reasons.additions[:_TIERS_SHOWN]
    if best:
        added = "; ".join(f"{_joined(item.what)} ({_change(item)})" for item in best)
        yield f"most would be added by: {added}"
    yield from _path_lines(reasons)
    if reasons.robustness is not None:
        yield (
            f"the conclusion (whether the score reaches {reasons.effect:g}) stays under "
            f"{reasons.robustness:.0%} of {reasons.mutations} single changes of a rule"
        )


def _path_lines(reasons: Reasons) -> Iterator[str]:
    moved = [step for step in reasons.path if not step.kept_by]
    stopped = [step for step in reasons.path if step.kept_by]
    if moved:
        steps = "; ".join(
            f"{step.title} {step.untreated:.2f} \u2192 {step.treated:.2f}" for step in moved
        )
        yield f"changes: {steps}"
    for step in stopped:
        yield f"stops at {step.title}, kept by {_joined(step.kept_by)}"


def _joined(words: Sequence[str]) -> str:
    return " and ".join(words)


def _change(item: Counterfactual) -> str:
    return f"score {item.score}, {item.change:+.2f} at least"
