"""crestome: what drives a neuroblastoma, how it escapes, what fits it, and what is still unknown.

Research use only; not a medical device. The names below are the public door; everything behind it
may move.

Example:
    >>> from crestome import assess_case, example_case
    >>> assessment = assess_case(example_case())
    >>> assessment.latest.calls["mycn"].label
    'amplified'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crestome.errors import CrestomeError, InputError, KnowledgeError, UsageError
    from crestome.knowledge.load import load_knowledge
    from crestome.model.assessment import Assessment
    from crestome.pipeline.assess import assess_case, write_report
    from crestome.pipeline.cell_memory import score_cells
    from crestome.pipeline.demo import example_case

__all__ = [
    "Assessment",
    "CrestomeError",
    "InputError",
    "KnowledgeError",
    "UsageError",
    "assess_case",
    "example_case",
    "load_knowledge",
    "score_cells",
    "write_report",
]

_HOME = {
    "Assessment": "crestome.model.assessment",
    "CrestomeError": "crestome.errors",
    "InputError": "crestome.errors",
    "KnowledgeError": "crestome.errors",
    "UsageError": "crestome.errors",
    "assess_case": "crestome.pipeline.assess",
    "example_case": "crestome.pipeline.demo",
    "load_knowledge": "crestome.knowledge.load",
    "score_cells": "crestome.pipeline.cell_memory",
    "write_report": "crestome.pipeline.assess",
}


def __getattr__(name: str) -> object:
    """Open a room only when somebody asks for it, so that ``crestome --help`` answers at once."""
    if name not in _HOME:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
