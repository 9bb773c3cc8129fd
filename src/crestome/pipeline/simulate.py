"""``simulate`` and ``screen``: an assessment → its latest sample in the pathway model → results."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from crestome.errors import InputError, KnowledgeError, UsageError
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.knowledge.pathway import Pathway
from crestome.model.assessment import Assessment
from crestome.model.simulation import DrawnCells, Simulation
from crestome.pipeline.progress import announced_steps
from crestome.pipeline.simulation_evidence import add_evidence
from crestome.read.assessment import read_assessment
from crestome.report.simulation import render_simulation, render_simulation_text
from crestome.simulate.compiled_pathway import (
    SEMANTICS,
    CompiledPathway,
    Settled,
)
from crestome.simulate.explain import Question, explain
from crestome.simulate.export import (
    Cells,
    render_bnet,
    render_maboss_configuration,
    render_maboss_network,
)
from crestome.simulate.personalise import Tumour, personalise
from crestome.simulate.sbml_qual import render_sbml_qual
from crestome.simulate.screen import readouts_of, screen_pairs, screen_singles, treat
from crestome.simulate.settling import load_settling_pathway
from crestome.simulate.treatment import ESTABLISHED, FRESH, Bench, prepare
from crestome.simulate.vocabulary import vocabulary_of

_R = TypeVar("_R")
STARTS: Final = (ESTABLISHED, FRESH)
MOST_DRUGS: Final = 2
MOST_TRAJECTORIES: Final = 1 << 17
"""Cells drawn by chance: the error of a share is then 0.003, and more cells only cost time."""
MOST_CELLS: Final = 1 << 21
"""Of all settings of what is unknown together; half a minute or so."""
FEWEST_TRAJECTORIES: Final = 100
"""With fewer cells the error of a share, 0.1, is as large as the smallest effect that counts."""
SMALLEST_EFFECT: Final = 0.1
"""The smallest change of a score that counts as one, as in the margins of the experiments."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the model.

    Attributes:
        path: ``assessment.json``.
        drugs: Given together; none for the untreated tumour.
        screen: Whether every treatment and pair is run.
        strength: Share of cells in which a drug hits its target in full.
        start: ``established`` or ``fresh``.
        trajectories: Cells to draw in continuous time as well; 0 for none.
        knowledge_root: Another folder of curated data.
    """

    path: Path
    drugs: tuple[str, ...] = ()
    screen: bool = False
    strength: float = 1.0
    start: str = ESTABLISHED
    trajectories: int = 0
    knowledge_root: Path | None = None


@dataclass(frozen=True, slots=True)
class Simulated:
    """A simulation with what drawing and exports need.

    Attributes:
        simulation: The result.
        pathway: The model.
        shares: Shares of cells by node and input, untreated and treated.
        cells: The tumour under the treatment, with what is unknown off, for other programs.
    """

    simulation: Simulation
    pathway: Pathway
    shares: tuple[dict[str, float], dict[str, float]]
    cells: Cells


def simulate_request(request: Request, *, quiet: bool = True) -> Simulated:
    """Run what is asked.

    Raises:
        InputError: If the assessment cannot be read, or a drug has no target in the model.
        UsageError: If the strength, the start or the number of drugs cannot be.
        KnowledgeError: If the curated pathway cannot be run.
    """
    with announced_steps(quiet=quiet) as step:
        step("assessment")
        assessment, knowledge, (pathway, compiled), treatments = _read(request)
        step("pathway model")
        tumour = personalise(pathway, assessment.latest.calls)
        bench = prepare(pathway, compiled, tumour, request.start)
        treated = bench.settle([treatments])[0] if treatments else bench.untreated
        simulation = _ran(request, bench, tumour, treatments).model_copy(
            update={
                "patient": assessment.patient.id,
                "sample": assessment.latest.sample.id,
                "knowledge_version": knowledge.version,
            }
        )
        simulation = add_evidence(simulation, assessment, pathway, knowledge)
        given = dict.fromkeys(_inputs(pathway, treatments), request.strength)
        if treatments:
            step("reasons")
            simulation = _with_reasons(simulation, tumour, compiled, pathway)
        if request.trajectories:
            step("trajectories of cells")
            _refuse_many_cells(request.trajectories, len(tumour.settings))
            drawn = _drawn(pathway, tumour, given, request.trajectories)
            simulation = simulation.model_copy(update={"drawn": drawn})
    shares = (_shares(bench.untreated), _shares(treated))
    on = frozenset(pathway.alterations[name].input for name in tumour.present)
    cells = Cells(on, given, tumour.surely_begins, tumour.rates)
    return Simulated(simulation, pathway, shares, cells)


def _read(
    request: Request,
) -> tuple[Assessment, Knowledge, tuple[Pathway, CompiledPathway], tuple[str, ...]]:
    """Everything that is asked for, or one report of all that is wrong with the request."""
    faults = list(_faults(request))
    assessment = _tried(lambda: read_assessment(request.path), faults)
    if assessment is not None and not assessment.samples:
        faults.append(f"{request.path}: samples: none was read, so there is nothing to simulate")
    try:
        knowledge = load_knowledge(request.knowledge_root)
        model = load_settling_pathway(knowledge)
    except KnowledgeError as error:
        # What the curated files say is no fault of the request; the request's own come first.
        if faults:
            raise InputError(*faults, *error.faults) from None
        raise
    treatments = _tried(lambda: treatments_of(request.drugs, model[0], knowledge), faults)
    if faults or assessment is None or treatments is None:
        raise InputError(*faults)
    return assessment, knowledge, model, treatments


def _tried(read: Callable[[], _R], faults: list[str]) -> _R | None:
    try:
        return read()
    except InputError as error:
        faults += error.faults
        return None


def _ran(request: Request, bench: Bench, tumour: Tumour, treatments: tuple[str, ...]) -> Simulation:
    """What the exact sweep says; whose tumour it is is filled in by the caller."""
    return Simulation(
        model=bench.pathway.title,
        status=bench.pathway.status,
        semantics=SEMANTICS,
        start=request.start,
        strength=request.strength,
        patient="",
        sample="",
        inputs=tumour.inputs,
        outside=tumour.outside,
        blind=bench.pathway.blind,
        starts=tumour.starts,
        rates=tumour.rates,
        settings=len(tumour.settings),
        together=tumour.together,
        untreated=readouts_of(bench, bench.untreated),
        single=screen_singles(bench, request.strength) if request.screen else (),
        pairs=screen_pairs(bench, request.strength) if request.screen else (),
        asked=treat(bench, treatments, request.strength) if treatments else None,
    )


def _shares(settled: Settled) -> dict[str, float]:
    """The share of cells in which each variable is on, over all settings."""
    return {name: float(settled.share(name).mean()) for name in settled.rows}


def treatments_of(drugs: Sequence[str], pathway: Pathway, knowledge: Knowledge) -> tuple[str, ...]:
    """The classes of drugs, each once.

    Raises:
        InputError: For every drug without a target in the model.
    """
    words = vocabulary_of(pathway, knowledge.drugs)
    faults = [f"--drug: {fault}" for fault in words.faults_of_drugs(drugs)]
    if faults:
        raise InputError(*faults)
    return tuple(dict.fromkeys(words.treatments[name.casefold()] for name in drugs))


def write_simulation(simulated: Simulated, out: Path) -> tuple[Path, ...]:
    """Write result, page and the model for other programs into a folder.

    Raises:
        UsageError: If it cannot be written to.
    """
    pathway, cells = simulated.pathway, simulated.cells
    contents = {
        "model.bnet": render_bnet(pathway),
        "model.bnd": render_maboss_network(pathway),
        "model.cfg": render_maboss_configuration(pathway, cells),
        "model.sbml": render_sbml_qual(pathway, {*cells.on, *cells.given}, cells.begins),
        "simulation.json": simulated.simulation.model_dump_json(indent=1) + "\n",
        "simulation.html": render_simulation(
            simulated.simulation, simulated.pathway, simulated.shares
        ),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".crestome-", dir=out) as scratch:
            for name, content in contents.items():
                (Path(scratch) / name).write_text(content, "utf-8")
            _refuse_folders(out, contents)
            for name in contents:
                os.replace(Path(scratch) / name, out / name)  # noqa: PTH105 (atomic, also on Windows)
    except OSError as error:
        message = f"{out}: cannot write here ({error.strerror}); choose another --out"
        raise UsageError(message) from None
    return tuple(out / name for name in contents)


def _refuse_folders(out: Path, names: Iterable[str]) -> None:
    """Refuse before the first file is put in its place what the last one could not replace."""
    faults = [
        f"{out / name}: is a folder where a file belongs; remove it, or choose another --out"
        for name in names
        if (out / name).is_dir()
    ]
    if faults:
        raise UsageError(*faults)


def simulation_text(simulated: Simulated) -> str:
    """The answer for the terminal."""
    return render_simulation_text(simulated.simulation)


def _faults(request: Request) -> Iterator[str]:
    """What cannot be asked."""
    if not 0.0 < request.strength <= 1.0:
        yield f"--strength: {request.strength:g}; expected more than 0, at most 1"
    if request.start not in STARTS:
        yield f"--start: {request.start}; expected {' or '.join(STARTS)}"
    few, most = FEWEST_TRAJECTORIES, MOST_TRAJECTORIES
    if request.trajectories and not few <= request.trajectories <= most:
        yield (
            f"--trajectories: {request.trajectories}; expected 0 for none, or {few} to {most}: "
            "fewer say nothing, more than that change no third place"
        )
    if len(request.drugs) > MOST_DRUGS:
        yield f"--drug: {len(request.drugs)} drugs; at most {MOST_DRUGS} are combined"


def _refuse_many_cells(trajectories: int, settings: int) -> None:
    if trajectories * settings > MOST_CELLS:
        message = (
            f"--trajectories: {trajectories} cells for each of {settings} settings of what is "
            f"unknown; at most {MOST_CELLS // settings} here. Ask for fewer, or let the assays be "
            "done that `crestome simulate` names as missing"
        )
        raise UsageError(message)


def _inputs(pathway: Pathway, treatments: Sequence[str]) -> tuple[str, ...]:
    known = pathway.treatments
    return tuple(dict.fromkeys(name for key in treatments for name in known[key].inputs))


def _drawn(
    pathway: Pathway, tumour: Tumour, given: dict[str, float], trajectories: int
) -> DrawnCells:
    """Cells by chance; compiled code, which the core install does without."""
    try:
        from crestome.simulate.stochastic import draw_tumour
    except ModuleNotFoundError:
        message = (
            "--trajectories: needs the extra signal, which is not installed: "
            'pip install "crestome[signal]"'
        )
        raise UsageError(message) from None
    return draw_tumour(pathway, tumour, given, trajectories)


def _with_reasons(
    simulation: Simulation, tumour: Tumour, compiled: CompiledPathway, pathway: Pathway
) -> Simulation:
    asked = () if simulation.asked is None else simulation.asked.treatments
    question = Question(tumour, asked, simulation.start, SMALLEST_EFFECT)
    return simulation.model_copy(update={"reasons": explain(pathway, compiled, question)})
