"""Behaviours of a pathway model in YAML → experiments; keys that are for people are passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from crestome.errors import InputError
from crestome.knowledge.plain_yaml import MOST_BYTES, PlainYaml, PlainYamlError, load_plain_yaml
from crestome.model.experiment import BEST_SINGLE, Experiment, Relation, Side
from crestome.model.issue import Issues
from crestome.read.text import read_text_file

_ALONE: Final = frozenset({Relation.LOW, Relation.HIGH})
_STRICT: Final = frozenset({Relation.LOWER, Relation.HIGHER})
_FIELDS: Final = frozenset(Experiment.model_fields)
_EXPECTED: Final = "id, title, readout, a, relation and margin"
_LIST: Final = "experiments"


@dataclass(frozen=True, slots=True)
class PlacedExperiment:
    """An experiment, and where it stands.

    Attributes:
        where: File, line and identifier, for messages.
        experiment: Of an entry with a fault, what can be read of its names.
    """

    where: str
    experiment: Experiment


@dataclass(frozen=True, slots=True)
class ExperimentFile:
    """Experiments as far as they can be read, and every fault of the file itself.

    Attributes:
        placed: One for each entry that names anything.
        faults: What is wrong, with its place; nothing may be run where there is any.
    """

    placed: tuple[PlacedExperiment, ...]
    faults: tuple[str, ...]


def read_pathway_experiments(path: Path) -> tuple[Experiment, ...]:
    """Read every experiment of the file.

    Raises:
        InputError: With every fault of every experiment.
    """
    file = read_experiment_file(path)
    if file.faults:
        raise InputError(*file.faults)
    return tuple(item.experiment for item in file.placed)


def read_experiment_file(path: Path) -> ExperimentFile:
    """Read every experiment and fault of the file, so that names can be looked up in any case."""
    issues = Issues()
    document = _document(path, issues)
    entries = _entries(document, path.name, issues)
    lines = document.lines.get(_LIST, ())
    placed: list[PlacedExperiment] = []
    seen: set[str] = set()
    for number, (entry, line) in enumerate(zip(entries, lines, strict=True), start=1):
        if not isinstance(entry, Mapping):
            issues.error(
                f"{path.name} line {line}: experiment {number}",
                "not a mapping",
                expected=_EXPECTED,
            )
            continue
        name = str(entry.get("id") or f"experiment {number}")
        where = f"{path.name} line {line}: {name}"
        if name in seen:
            issues.error(where, "stands twice", remedy="give each its own id")
        seen.add(name)
        placed.append(PlacedExperiment(where, _experiment(entry, where, issues)))
    return ExperimentFile(tuple(placed), tuple(str(issue) for issue in issues.errors))


def _document(path: Path, issues: Issues) -> PlainYaml:
    text = read_text_file(path, path.name, issues, budget_bytes=MOST_BYTES)
    if text is not None:
        try:
            return load_plain_yaml("\n".join(text.lines))
        except PlainYamlError as error:
            issues.error(path.name, f"not YAML: {error}", remedy="correct the line")
    return PlainYaml(None, {})


def _entries(document: PlainYaml, file: str, issues: Issues) -> list[object]:
    if issues.errors:
        return []
    content = document.content
    if not isinstance(content, Mapping):
        issues.error(file, "not a mapping", expected=f"the key {_LIST}")
        return []
    entries = content.get(_LIST)
    if isinstance(entries, list) and entries:
        return entries
    issues.error(file, "holds no experiment", expected=f"a list under the key {_LIST}")
    return []


def _experiment(entry: Mapping[object, object], where: str, issues: Issues) -> Experiment:
    """The experiment; where its shape is faulty, what names it holds."""
    try:
        experiment = Experiment.from_document(
            {key: value for key, value in entry.items() if key in _FIELDS}
        )
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(str(part) for part in fault["loc"])
            issues.error(f"{where}: {place}", fault["msg"], remedy="correct the experiment")
        return _names_of(entry)
    if not experiment.id.strip():
        issues.error(f"{where}: id", "empty", expected="a name of its own")
    if experiment.relation in _STRICT and not experiment.margin:
        issues.error(
            f"{where}: margin",
            f"0 with {experiment.relation}, which two equal values would meet",
            expected="more than 0",
        )
    _check_sides(experiment, where, issues)
    return experiment


def _names_of(entry: Mapping[object, object]) -> Experiment:
    readout = entry.get("readout")
    return Experiment(
        id="",
        title="",
        readout=readout if isinstance(readout, str) else "",
        a=_side(entry.get("a")),
        b=_side(entry.get("b")),
        relation=Relation.ALIKE,
        margin=0.0,
    )


def _side(content: object) -> Side:
    """A side; an empty one where its shape is faulty, which was noted."""
    try:
        return Side.from_document(content)
    except ValidationError:
        return Side()


def _check_sides(experiment: Experiment, where: str, issues: Issues) -> None:
    """Note a relation without its second side, one too many, and a keyword out of place."""
    alone = experiment.relation in _ALONE
    if experiment.b is None and not alone:
        issues.error(f"{where}: b", "missing", expected=f"a condition, for {experiment.relation}")
    if experiment.b is not None and alone:
        issues.error(f"{where}: b", "stated", expected=f"none, for {experiment.relation}")
    if BEST_SINGLE in experiment.a.drugs:
        issues.error(f"{where}: a.drugs", f"holds {BEST_SINGLE}", expected="drugs by name")
    if experiment.b is None or BEST_SINGLE not in experiment.b.drugs:
        return
    if experiment.b.drugs != (BEST_SINGLE,):
        issues.error(f"{where}: b.drugs", f"names drugs beside {BEST_SINGLE}", expected="it alone")
    if not experiment.a.drugs:
        issues.error(f"{where}: a.drugs", "empty", expected=f"drugs, for {BEST_SINGLE}")
    if experiment.relation is Relation.ALIKE:
        issues.error(
            f"{where}: relation", f"{experiment.relation} with {BEST_SINGLE}", expected="a<b or a>b"
        )
