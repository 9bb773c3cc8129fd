"""The shape of an executable pathway: nodes with rules and cited edges, inputs, drugs, drawing.

One file holds everything that is said of a pathway, so that a changed rule changes the simulation,
the drawing, the exports and the documentation. A rule is logical; every name in it is an edge with
a sign, a confidence mark and sources, and what is an assumption says so (mark ``P``).
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from crestome.knowledge.logic_text import parse_rule
from crestome.knowledge.schema import Condition, Mark, Sources, Text
from crestome.model.logic import Expression
from crestome.model.record import Record

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Edge(Record):
    """What one node or input does to another.

    Attributes:
        sign: ``+`` activates or raises, ``-`` inhibits or lowers.
        mark: See `Mark`; ``P`` for an assumption.
        sources: Keys into ``references.yaml``.
        note: Statement of the review (``S-10``), or why.
    """

    sign: Literal["+", "-"]
    mark: Mark
    sources: Sources
    note: str = ""


class Node(Record):
    """One regulated node.

    Attributes:
        title: In words.
        zone: The part of the figure it belongs to.
        place: Column and row in the figure.
        rule: When it is on.
        pace: How fast it follows its rule.
        start: Whether a run begins with it on.
        note: For people.
        edges: What each name in the rule does, by its name.
    """

    title: Text
    zone: Name
    place: tuple[int, int]
    rule: Text
    pace: Literal["fast", "slow"] = "fast"
    start: bool = False
    note: str = ""
    edges: Annotated[dict[Name, Edge], Field(min_length=1)]

    @cached_property
    def expression(self) -> Expression:
        """The rule, read; raises ``RuleTextError`` where it cannot be."""
        return parse_rule(self.rule)


class Zone(Record):
    """A part of the figure.

    Attributes:
        title: In words.
        colour: Of its nodes.
        shape: Of its nodes, so that colour alone tells nothing.
    """

    title: Text
    colour: Colour
    shape: Literal["rectangle", "rounded", "hexagon", "ellipse", "cut", "pill"]


class Pace(Record):
    """How fast nodes follow their rules in the stochastic mode.

    Attributes:
        rate: Changes per unit of time.
        title: In words.
        sources: Keys into ``references.yaml``.
        mark: See `Mark`.
    """

    rate: Annotated[float, Field(gt=0.0)]
    title: Text
    sources: Sources
    mark: Mark


class Context(Record):
    """An input that differs between the cells of one tumour; half of them have it.

    Attributes:
        name: In experiments.
        title: In words.
        meaning: What it stands for.
        sources: Keys into ``references.yaml``.
        mark: See `Mark`.
    """

    name: Text
    title: Text
    meaning: Text
    sources: Sources
    mark: Mark


class Alteration(Record):
    """An alteration that the model knows.

    Attributes:
        title: In words.
        input: The input it switches on.
        also: Other names of it in experiments.
        present: The calls by which a tumour has it.
        open: The calls that leave it open although ``present`` fails.
        absent: The calls that rule it out although ``present`` is unknown.
        conflict: Calls that contradict each other on it: run both ways whatever else was found.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    title: Text
    input: Name
    also: tuple[Text, ...] = ()
    present: Condition
    open: Condition | None = None
    absent: Condition | None = None
    conflict: Condition | None = None
    mark: Mark
    sources: Sources


class Treatment(Record):
    """Drugs that the model cannot tell apart.

    Attributes:
        title: Their class.
        inputs: The inputs they switch on.
        drugs: Identifiers of curated drugs.
        names: Other names, matched exactly but for case.
        tools: Those of the drugs that are laboratory tools and marked so.
        clinic: Whether the sources name a trial or standard of patients with neuroblastoma for at
            least one of the drugs; the others are shown apart.
        mark: See `Mark`, of what the class is said to do.
        sources: Keys into ``references.yaml``.
        note: Statement of the review, its corrections (``E-17``), and which are tool compounds.
    """

    title: Text
    inputs: Annotated[tuple[Name, ...], Field(min_length=1)]
    drugs: tuple[Text, ...] = ()
    names: tuple[Text, ...] = ()
    tools: tuple[Text, ...] = ()
    clinic: bool = False
    mark: Mark = Mark.CONVENTION
    sources: tuple[Text, ...] = ()
    note: str = ""


class Start(Record):
    """Nodes that begin otherwise where a call says so.

    Attributes:
        title: In words.
        otherwise: In words, how a tumour begins for which no call says so: an assumption.
        present: The calls of a tumour that begins so.
        open: The calls that leave it open, so that the tumour is run both ways.
        nodes: How they begin.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    title: Text
    otherwise: Text
    present: Condition
    open: Condition | None = None
    nodes: Annotated[dict[Name, bool], Field(min_length=1)]
    mark: Mark
    sources: Sources


class Level(Record):
    """How expression sets the rates of a node, where cells are drawn by chance.

    Attributes:
        title: In words.
        node: Whose rates.
        present: The calls of a tumour that has this level.
        level: 0 for the lowest, 1 for the highest expression; one half changes nothing.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    title: Text
    node: Name
    present: Condition
    level: Annotated[float, Field(ge=0.0, le=1.0)]
    mark: Mark
    sources: Sources


class Span(Record):
    """How far expression moves a rate.

    Attributes:
        factor: Of the rate at which a node goes on, at level 1; its inverse at level 0. The rate
            at which it goes off moves the other way.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
    """

    factor: Annotated[float, Field(ge=1.0)]
    mark: Mark
    sources: Sources


class Unmodelled(Record):
    """An alteration of prognostic weight that has no place in the model.

    Attributes:
        title: In words.
        present: The calls by which a tumour has it.
        why: Why it is not modelled.
        sources: Keys into ``references.yaml``.
    """

    title: Text
    present: Condition
    why: Text
    sources: Sources


class OmittedEdge(Record):
    """An edge of the figures that no rule holds.

    Attributes:
        source: Where it begins.
        target: Where it ends.
        sign: See `Edge`.
        why: Why it is left out.
        sources: Keys into ``references.yaml``.
    """

    source: Text
    target: Text
    sign: Literal["+", "-"]
    why: Text
    sources: Sources


class Pathway(Record):
    """An executable pathway.

    Attributes:
        id: Its identifier; also the file's name.
        title: Its name.
        status: What it is not.
        sources: Keys into ``references.yaml``.
        zones: Parts of the figure.
        paces: Rates of the stochastic mode.
        contexts: Inputs that differ between the cells of a tumour.
        nodes: Regulated nodes, in the order of updating.
        alterations: By their names in experiments.
        contradictions: Pairs of alterations that no tumour is stated to have.
        treatments: By identifier.
        readouts: Nodes that are reported, by the name in experiments.
        score: Read-outs that a treatment should raise (``up``) and lower (``down``).
        lasting: The same for a second score that is shown beside it; empty for none.
        alleles: Alterations of one gene, each of which can stand in the place of the other.
        figures: Parts of the pathway that are drawn once more, by title: column and row of nodes.
        starts: Tumours that begin otherwise than the nodes say.
        span: How far expression moves a rate; needed where ``levels`` are stated.
        levels: What expression says of the rates.
        unmodelled: Alterations outside the model.
        omitted: Edges of the figures outside the model.
        blind: What no call reads and would matter to the model, in words.
    """

    id: Name
    title: Text
    status: Text
    sources: Sources
    zones: dict[Name, Zone]
    paces: dict[Literal["fast", "slow"], Pace]
    contexts: dict[Name, Context]
    nodes: Annotated[dict[Name, Node], Field(min_length=1)]
    alterations: dict[Text, Alteration]
    contradictions: tuple[tuple[Text, Text], ...] = ()
    treatments: dict[Text, Treatment]
    readouts: dict[Text, Name]
    score: dict[Literal["up", "down"], Text]
    lasting: dict[Literal["up", "down"], Text] = Field(default_factory=dict)
    alleles: tuple[tuple[Text, Text], ...] = ()
    figures: dict[Text, dict[Name, tuple[int, int]]] = Field(default_factory=dict)
    starts: tuple[Start, ...] = ()
    span: Span | None = None
    levels: tuple[Level, ...] = ()
    unmodelled: tuple[Unmodelled, ...] = ()
    omitted: tuple[OmittedEdge, ...] = ()
    blind: tuple[Text, ...] = ()

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Every input, contexts first, then alterations, then drug classes; each once."""
        switched = [item.input for item in self.alterations.values()]
        drugged = [name for item in self.treatments.values() for name in item.inputs]
        return tuple(dict.fromkeys((*self.contexts, *switched, *drugged)))
