"""The model as SBML Level 3 with the package qual: species of two levels, and transitions.

Written with the standard library alone. Every edge carries its sign; notes give title and rule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from crestome.knowledge.pathway import Node, Pathway
from crestome.model.logic import (
    Conjunction,
    Constant,
    Disjunction,
    Expression,
    Negation,
    Variable,
)

_CORE: Final = "http://www.sbml.org/sbml/level3/version1/core"
_QUAL: Final = "http://www.sbml.org/sbml/level3/version1/qual/version1"
_MATHS: Final = "http://www.w3.org/1998/Math/MathML"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_CELL: Final = "cell"


def render_sbml_qual(
    pathway: Pathway, on: Collection[str] = (), begins: Mapping[str, bool] | None = None
) -> str:
    """The model as SBML-qual.

    Args:
        pathway: The model.
        on: Inputs that are on at the start; all others are off.
        begins: Nodes that begin otherwise than the model says.
    """
    register_namespace("", _CORE)
    register_namespace("qual", _QUAL)
    root = Element(
        f"{{{_CORE}}}sbml", {"level": "3", "version": "1", f"{{{_QUAL}}}required": "true"}
    )
    model = _child(root, _CORE, "model", id=pathway.id, name=pathway.title)
    _notes(model, pathway.status)
    cells = _child(model, _CORE, "listOfCompartments")
    _child(cells, _CORE, "compartment", id=_CELL, constant="true")
    species = _child(model, _QUAL, "listOfQualitativeSpecies")
    otherwise = begins or {}
    for name in pathway.inputs:
        _species(species, name, name, constant=True, start=name in on)
    for name, node in pathway.nodes.items():
        _species(species, name, node.title, constant=False, start=otherwise.get(name, node.start))
    transitions = _child(model, _QUAL, "listOfTransitions")
    for name, node in pathway.nodes.items():
        _transition(transitions, name, node)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _child(parent: Element, namespace: str, tag: str, **attributes: str) -> Element:
    prefix = f"{{{_QUAL}}}" if namespace == _QUAL else ""
    named = {f"{prefix}{key}": value for key, value in attributes.items()}
    return SubElement(parent, f"{{{namespace}}}{tag}", named)


def _notes(parent: Element, words: str) -> None:
    notes = _child(parent, _CORE, "notes")
    _child(notes, _XHTML, "p").text = words


def _species(parent: Element, name: str, title: str, *, constant: bool, start: bool) -> None:
    # AEON takes the name for the variable, so that it must be the identifier.
    species = _child(
        parent,
        _QUAL,
        "qualitativeSpecies",
        id=name,
        name=name,
        compartment=_CELL,
        constant="true" if constant else "false",
        initialLevel="1" if start else "0",
        maxLevel="1",
    )
    _notes(species, title)


def _transition(parent: Element, name: str, node: Node) -> None:
    transition = _child(parent, _QUAL, "transition", id=f"tr_{name}")
    inputs = _child(transition, _QUAL, "listOfInputs")
    for source, edge in node.edges.items():
        _child(
            inputs,
            _QUAL,
            "input",
            id=f"in_{name}_{source}",
            qualitativeSpecies=source,
            transitionEffect="none",
            sign="positive" if edge.sign == "+" else "negative",
        )
    outputs = _child(transition, _QUAL, "listOfOutputs")
    _child(
        outputs,
        _QUAL,
        "output",
        id=f"out_{name}",
        qualitativeSpecies=name,
        transitionEffect="assignmentLevel",
    )
    terms = _child(transition, _QUAL, "listOfFunctionTerms")
    _child(terms, _QUAL, "defaultTerm", resultLevel="0")
    term = _child(terms, _QUAL, "functionTerm", resultLevel="1")
    maths = _child(term, _MATHS, "math")
    _logic(maths, node.expression)


def _logic(parent: Element, expression: Expression) -> None:
    match expression:
        case Variable(name):
            equal = _apply(parent, "eq")
            _child(equal, _MATHS, "ci").text = name
            _child(equal, _MATHS, "cn", type="integer").text = "1"
        case Constant(value):
            _child(parent, _MATHS, "true" if value else "false")
        case Negation(inner):
            _logic(_apply(parent, "not"), inner)
        case Conjunction(parts):
            joined = _apply(parent, "and")
            for part in parts:
                _logic(joined, part)
        case Disjunction(parts):
            joined = _apply(parent, "or")
            for part in parts:
                _logic(joined, part)


def _apply(parent: Element, operation: str) -> Element:
    apply = _child(parent, _MATHS, "apply")
    _child(apply, _MATHS, operation)
    return apply
