"""Cross-checks of the results of assays: everything that a result would settle must exist.

A misspelt label would give a call that no claim reads, and the test would seem to decide nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pydantic import ValidationError

from crestome.knowledge.assay import AssumedCall, PossibleResult
from crestome.knowledge.schema import Leaf
from crestome.model.assay import Assays
from crestome.model.call import CallState
from crestome.model.clinical import Clinical
from crestome.model.record import Record

LeafCheck = Callable[[Leaf], Iterator[str]]
"""Finds the faults of a condition on one call."""


def find_result_faults(result: PossibleResult, leaf_faults: LeafCheck) -> Iterator[str]:
    """Every fault of one result, with the part that is wrong and what was expected.

    Args:
        result: The result.
        leaf_faults: Finds whatever mechanism, state, label or detail does not exist.
    """
    for name, call in result.calls.items():
        for leaf in _leaves(name, call):
            yield from (f"calls: {fault}" for fault in leaf_faults(leaf))
    if result.event is not None:
        leaf = Leaf(mechanism=result.event.mechanism)
        yield from (f"event: {fault}" for fault in leaf_faults(leaf))
    yield from _fields("assays", result.assays, Assays)
    yield from _fields("clinical", result.clinical, Clinical)
    if not (result.calls or result.event or result.assays or result.clinical):
        yield "settles nothing; state calls, event, assays or clinical"


def _leaves(name: str, call: AssumedCall) -> Iterator[Leaf]:
    """The call as the conditions that must be possible on it."""
    if (call.state is None) != (not call.label):
        yield Leaf(mechanism=name, label=("state and label stand together",))
    if call.state is not None:
        yield Leaf(mechanism=name, state=(call.state,), label=(call.label,) if call.label else ())
    if call.while_open:
        yield Leaf(mechanism=name, state=(CallState.INDETERMINATE,), label=(call.while_open,))
    for key, value in call.detail.items():
        yield Leaf(mechanism=name, detail={key: value if isinstance(value, tuple) else (value,)})


def _fields(part: str, stated: Mapping[str, str], owner: type[Record]) -> Iterator[str]:
    try:
        owner.from_document(dict(stated))
    except ValidationError as error:
        for fault in error.errors():
            yield f"{part}: {'.'.join(str(place) for place in fault['loc'])}: {fault['msg']}"
