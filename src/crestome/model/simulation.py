"""What the pathway model made of a tumour: its inputs, read-outs as ranges, treatments in tiers.

Every number is a share of model cells between 0 and 1. A range is what remains possible while an
input is unknown; it is no interval of confidence.
"""

from __future__ import annotations

from enum import StrEnum

from crestome.model.record import Record

SIMULATION_NOTICE = (
    "A hypothesis of a qualitative model, for research only: shares of model cells, not response "
    "rates; never compared with the outcome of patients; no dose, and no treatment advice."
)


class Switch(StrEnum):
    """How an alteration enters the model."""

    ON = "on"
    OFF = "off"
    BOTH = "both"
    """Not assessed or indeterminate: run with it and without it."""


class ModelInput(Record):
    """One alteration of the model, as the calls have it.

    Attributes:
        alteration: Its name in the model.
        title: In words.
        switch: See `Switch`.
        because: The calls that decided.
        missing: Assays that would decide it.
        conflict: Whether it is run both ways because calls contradict each other on it.
    """

    alteration: str
    title: str
    switch: Switch
    because: str
    missing: tuple[str, ...] = ()
    conflict: bool = False


class ModelStart(Record):
    """How a tumour begins, as far as expression decides it.

    Attributes:
        title: The beginning in question, in words.
        otherwise: The beginning without it, in words.
        switch: See `Switch`; ``both`` where the call leaves it open.
        because: The calls that decided.
        assumed: Whether it begins otherwise only because nothing was measured.
    """

    title: str
    otherwise: str
    switch: Switch
    because: str
    assumed: bool = False


class ModelRate(Record):
    """A rate that expression moves, where cells are drawn by chance; the exact sweep has no rates.

    Attributes:
        title: The finding, in words.
        node: Whose rate.
        name: The node in words.
        factor: Of the rate at which it goes on; its inverse holds for going off.
        because: The calls that decided.
    """

    title: str
    node: str
    name: str
    factor: float
    because: str


class OutsideModel(Record):
    """An alteration of the tumour that the model has no place for, or that no input read.

    Attributes:
        title: In words.
        why: Why not.
    """

    title: str
    why: str


class Range(Record):
    """The lowest and the highest value over all settings of the unknown inputs."""

    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.low:.2f}"
        return f"{self.low:.2f} to {self.high:.2f}"


class DrugEvidence(Record):
    """What the evidence says of a drug in this tumour, to stand beside what the model says.

    Attributes:
        drug: Its name.
        verdict: Of the assessment; "" where it gives none.
        escat: ESCAT tier of the assessment; "" if none.
        tool: Whether it is a laboratory tool that is given to no patient.
    """

    drug: str
    verdict: str = ""
    escat: str = ""
    tool: bool = False


class TreatmentOutcome(Record):
    """One treatment of one tumour.

    Attributes:
        treatments: Identifiers of its classes.
        title: The classes in words.
        drugs: Drugs of each class.
        readouts: By name.
        score: Gain of apoptosis and loss of proliferation over the untreated tumour.
        gain: Of a combination, over the better of its single agents.
        tier: 1 for the best; equal scores share a tier.
        lasting: The second score of the model, with growth that lasts; None if it has none.
        clinic: Whether the sources name a trial or standard in neuroblastoma for every class.
        notes: What the model's file says of each class: tool compounds, disputes (``E-47``).
        evidence: What the assessment says of the drugs, by class.
    """

    treatments: tuple[str, ...]
    title: str
    drugs: tuple[str, ...]
    readouts: dict[str, Range]
    score: Range
    gain: Range | None = None
    tier: int = 0
    lasting: Range | None = None
    clinic: bool = True
    notes: tuple[str, ...] = ()
    evidence: tuple[tuple[DrugEvidence, ...], ...] = ()


class PathStep(Record):
    """A node on the way from a drug to a read-out.

    Attributes:
        node: Its name.
        title: In words.
        untreated: Share of cells in which it is on.
        treated: The same under the treatment.
        kept_by: Where it does not change although a node above it does: what keeps it.
        idle: Whether it is a target that is off before treatment, so that nothing is inhibited.
        assumed: Edges into it that carry the change and are assumptions, with their notes.
        disputed: Edges at work, of which a correction of the review speaks (``E-47``).
    """

    node: str
    title: str
    untreated: Range
    treated: Range
    kept_by: tuple[str, ...] = ()
    idle: bool = False
    assumed: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()


class Counterfactual(Record):
    """A change of the tumour or of the treatment, and what it would do.

    Attributes:
        what: What is taken away, put in its place, or added.
        score: The score with it.
        change: Least difference to the score without it, over the settings of what is unknown.
        most: The largest difference.
        kind: ``without``, ``instead`` (another allele), ``began`` (another beginning) or ``added``.
        settings: In how many settings of what is unknown the difference counts.
    """

    what: tuple[str, ...]
    score: Range
    change: float
    most: float = 0.0
    kind: str = "without"
    settings: int = 1


class Reasons(Record):
    """Why a treatment does what it does in this tumour.

    Attributes:
        removals: Smallest sets of alterations without which the treatment would do more, and other
            alleles and beginnings with which it would.
        additions: Single treatments that would add to it, best first.
        lowest: Unknown alterations that are supposed where it does least, the fewest there are;
            empty where nothing is unknown or nothing need be supposed.
        highest: The same where it does most.
        path: Nodes that change, from the drug outwards, and those at which the change stops.
        effect: The smallest score that counts; the conclusion is whether it is reached.
        robustness: Share of single changes of a rule under which the conclusion stays.
        mutations: How many changes were tried.
    """

    removals: tuple[Counterfactual, ...] = ()
    additions: tuple[Counterfactual, ...] = ()
    lowest: tuple[str, ...] = ()
    highest: tuple[str, ...] = ()
    path: tuple[PathStep, ...] = ()
    effect: float = 0.0
    robustness: float | None = None
    mutations: int = 0


class DrawnCells(Record):
    """Read-outs of cells that follow the rules by chance, in continuous time from a fresh start.

    Attributes:
        trajectories: Cells for each setting of what is unknown.
        seed: Of the draw.
        semantics: How they run.
        readouts: By name.
        error: Half the width of the widest 95 % interval of the draw.
    """

    trajectories: int
    seed: int
    semantics: str
    readouts: dict[str, Range]
    error: float


class Simulation(Record):
    """What the model made of one tumour.

    Attributes:
        notice: Always present.
        model: Its title.
        status: What the model is not.
        semantics: How it runs.
        start: ``established`` (from the untreated state) or ``fresh``.
        strength: Share of cells in which a drug hits its target in full.
        patient: Identifier.
        sample: Identifier.
        inputs: Every alteration of the model.
        outside: Alterations that it has no place for, or that no input read.
        blind: What no call reads and would matter.
        starts: What expression says of the beginning.
        rates: What expression says of the rates.
        settings: How many settings of unknown inputs were run.
        together: How many unknown alterations were supposed at a time, at most.
        untreated: Read-outs without treatment.
        single: Treatments, best tier first.
        pairs: Pairs of treatments of distinct classes, best tier first.
        asked: The treatment that was asked for, if one was.
        drawn: The same by chance in continuous time, where that was asked for.
        reasons: Why it does what it does.
        knowledge_version: Version of the curated data.
    """

    notice: str = SIMULATION_NOTICE
    model: str
    status: str
    semantics: str
    start: str
    strength: float
    patient: str
    sample: str
    inputs: tuple[ModelInput, ...]
    outside: tuple[OutsideModel, ...]
    blind: tuple[str, ...] = ()
    starts: tuple[ModelStart, ...] = ()
    rates: tuple[ModelRate, ...] = ()
    settings: int
    together: int = 0
    untreated: dict[str, Range]
    single: tuple[TreatmentOutcome, ...] = ()
    pairs: tuple[TreatmentOutcome, ...] = ()
    asked: TreatmentOutcome | None = None
    drawn: DrawnCells | None = None
    reasons: Reasons | None = None
    knowledge_version: str = ""
