"""Behaviours of a pathway model in YAML → experiments; keys that are for people are passed over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from crestome.errors import InputError
from crestome.model.experiment import BEST_SINGLE, Experiment, Relation
from crestome.model.issue import Issues
from crestome.read.text import read_text_file

_ALONE: Final = frozenset({Relation.LOW, Relation.HIGH})
_FIELDS: Final = frozenset(Experiment.model_fields)
_EXPECTED: Final = "id, title, readout, a, relation and margin"


def read_pathway_experiments(path: Path) -> tuple[Experiment, ...]:
    """Read every experiment of the file.

    Raises:
        InputError: With every fault of every experiment.
    """
    issues = Issues()
    entries = _entries(path, issues)
    experiments = [
        experiment
        for number, entry in enumerate(entries, start=1)
        if (experiment := _experiment(entry, number, path.name, issues)) is not None
    ]
    seen: set[str] = set()
    for experiment in experiments:
        if experiment.id in seen:
            issues.error(
                f"{path.name}: {experiment.id}", "stands twice", remedy="give each its own id"
            )
        seen.add(experiment.id)
    if not experiments and not issues.errors:
        issues.error(path.name, "holds no experiment", expected="a list under the key experiments")
    if issues.errors:
        raise InputError(*(str(issue) for issue in issues.errors))
    return tuple(experiments)


def _entries(path: Path, issues: Issues) -> list[object]:
    text = read_text_file(path, path.name, issues)
    if text is None:
        return []
    try:
        document = YAML(typ="safe", pure=True).load("\n".join(text.lines))
    except YAMLError as error:
        issues.error(path.name, f"not YAML: {error}", remedy="correct the line")
        return []
    if not isinstance(document, Mapping):
        issues.error(path.name, "not a mapping", expected="the key experiments")
        return []
    entries = document.get("experiments")
    return entries if isinstance(entries, list) else []


def _experiment(entry: object, number: int, file: str, issues: Issues) -> Experiment | None:
    if not isinstance(entry, Mapping):
        issues.error(f"{file}: experiment {number}", "not a mapping", expected=_EXPECTED)
        return None
    where = f"{file}: {entry.get('id', f'experiment {number}')}"
    try:
        experiment = Experiment.from_document(
            {key: value for key, value in entry.items() if key in _FIELDS}
        )
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(str(part) for part in fault["loc"])
            issues.error(f"{where}: {place}", fault["msg"], remedy="correct the experiment")
        return None
    _check_sides(experiment, where, issues)
    return experiment


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
