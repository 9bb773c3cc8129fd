"""A small invented pathway for tests: a receptor, a kinase, and a drug that stops it."""

from __future__ import annotations

import copy

from crestome.knowledge.pathway import Pathway

P = {"sources": ["crestome-conventions"], "mark": "P"}

SMALL: dict[str, object] = {
    "id": "small",
    "title": "A small pathway",
    "status": "invented",
    "sources": ["crestome-conventions"],
    "zones": {"Z": {"title": "Zone", "colour": "#112233", "shape": "rectangle"}},
    "paces": {
        "fast": {"rate": 1.0, "title": "signalling", **P},
        "slow": {"rate": 0.1, "title": "state", **P},
    },
    "contexts": {"C_Food": {"name": "food", "title": "Food", "meaning": "in half", **P}},
    "nodes": {
        "Receptor": {
            "title": "Receptor",
            "zone": "Z",
            "place": [0, 0],
            "rule": "C_Food | A_on",
            "edges": {"C_Food": {"sign": "+", **P}, "A_on": {"sign": "+", **P}},
        },
        "Kinase": {
            "title": "Kinase",
            "zone": "Z",
            "place": [0, 1],
            "rule": "Receptor & !D_stop",
            "edges": {"Receptor": {"sign": "+", **P}, "D_stop": {"sign": "-", **P}},
        },
        "State": {
            "title": "State",
            "zone": "Z",
            "place": [0, 2],
            "rule": "Kinase | State",
            "pace": "slow",
            "edges": {"Kinase": {"sign": "+", **P}, "State": {"sign": "+", **P}},
        },
        "Rest": {
            "title": "Rest",
            "zone": "Z",
            "place": [1, 2],
            "rule": "!Kinase",
            "start": True,
            "edges": {"Kinase": {"sign": "-", **P}},
        },
    },
    "alterations": {
        "R:mut": {
            "title": "Receptor on",
            "input": "A_on",
            "present": {"mechanism": "alk", "label": ["mutated"]},
            **P,
        }
    },
    "treatments": {
        "STOP": {
            "title": "Kinase inhibitor",
            "inputs": ["D_stop"],
            "drugs": ["trametinib"],
            "names": ["stop"],
        }
    },
    "readouts": {"growth": "Kinase", "death": "Rest", "state": "State"},
    "score": {"up": "death", "down": "growth"},
}


def document() -> dict[str, object]:
    """The document, to be changed by a test."""
    return copy.deepcopy(SMALL)


def small() -> Pathway:
    """The pathway."""
    return Pathway.from_document(SMALL)


def with_node(name: str, **changed: object) -> Pathway:
    """The pathway with other fields of one node."""
    content = document()
    nodes = content["nodes"]
    assert isinstance(nodes, dict)
    nodes[name] = {**nodes[name], **changed}
    return Pathway.from_document(content)
