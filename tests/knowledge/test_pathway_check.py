from __future__ import annotations

from collections.abc import Iterator

import pytest
from knowledge.pathways import P, document, small, with_node

from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_check import (
    find_condition_faults,
    find_drug_faults,
    find_pathway_faults,
)
from crestome.knowledge.schema import Leaf


def changed(key: str, value: object) -> Pathway:
    content = document()
    content[key] = value
    return Pathway.from_document(content)


def test_a_sound_pathway_has_no_fault() -> None:
    assert find_pathway_faults(small()) == ()


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("Receptr & !D_stop", "Receptr is neither a node nor an input; did you mean Receptor"),
        ("Receptor & !D_stop & (Receptor | !Receptor)", "Receptor raises and lowers it"),
        ("Receptor & D_stop", "edges.D_stop.sign: -; the rule says the opposite"),
        ("Receptor", "edges: D_stop does not stand in the rule"),
        ("Receptor & !D_stop & A_on", "edges: A_on stands in the rule and has no edge"),
        ("Receptor &", "found the end"),
    ],
)
def test_a_rule_that_does_not_fit_its_edges_is_refused(rule: str, fault: str) -> None:
    faults = find_pathway_faults(with_node("Kinase", rule=rule))
    assert any(item.startswith("nodes.Kinase.") and fault in item for item in faults), faults


def test_a_drug_without_a_target_is_refused() -> None:
    faults = find_pathway_faults(
        changed("treatments", {"X": {"title": "x", "inputs": ["D_stop", "D_none"]}})
    )
    assert faults == ("treatments.X.inputs: D_none is in no rule: a drug without a target",)


def test_two_nodes_in_one_place_and_a_zone_that_is_not_there_are_refused() -> None:
    assert find_pathway_faults(with_node("Kinase", place=[0, 0], zone="Zoo")) == (
        "nodes.Kinase.zone: Zoo is not among the zones",
        "nodes.Kinase.place: Receptor stands there already; move one of them",
    )


def test_a_context_that_moves_nothing_and_too_many_of_them_are_refused() -> None:
    one = {"name": "x", "title": "x", "meaning": "x", **P}
    contexts = {"C_Food": one} | {f"C_{number}": one for number in range(6)}
    faults = find_pathway_faults(changed("contexts", contexts))
    assert "contexts.C_0: C_0 is in no rule" in faults
    assert "contexts: 7; at most 6 can be averaged" in faults


def test_a_node_that_is_an_input_too_is_refused() -> None:
    content = document()
    contexts = content["contexts"]
    assert isinstance(contexts, dict)
    contexts["Rest"] = contexts["C_Food"]
    faults = find_pathway_faults(Pathway.from_document(content))
    assert "nodes.Rest.rule: is an input too; an input has no rule, rename one of them" in faults


def test_names_of_nothing_and_of_two_things_are_refused() -> None:
    content = document()
    content |= {"readouts": {"growth": "Kinas"}, "score": {"up": "death", "down": "growth"}}
    content["contradictions"] = [["R:mut", "Q:mut"]]
    leaf = {"mechanism": "alk", "label": ["mutated"]}
    start = {"title": "S", "otherwise": "usual", "present": leaf, "nodes": {"Stat": True}, **P}
    content["starts"] = [start]
    level = {"title": "L", "node": "Kinas", "present": leaf, "level": 0.75, **P}
    content["levels"] = [level]
    content["figures"] = {"F": {"Kinase": [0, 0], "Rest": [0, 0], "Res": [1, 0]}}
    alterations = content["alterations"]
    assert isinstance(alterations, dict)
    alterations["S:mut"] = {**alterations["R:mut"], "also": ["stop"]}
    assert find_pathway_faults(Pathway.from_document(content)) == (
        "alterations: 2 of them switch A_on; one alteration switches one input",
        "readouts.growth: Kinas is no node; did you mean Kinase?",
        "score.up: death is no read-out",
        "contradictions: Q:mut is no alteration; did you mean S:mut?",
        "starts.S.nodes: Stat is no node; did you mean State?",
        "levels.L.node: Kinas is no node; did you mean Kinase?",
        "span: missing; levels of expression need the factor by which they move a rate",
        "figures.F.Rest: Kinase stands there already; move one of them",
        "figures.F: Res is no node; did you mean Rest?",
        "stop names S:mut and STOP; a name names one thing",
    )


def test_an_unknown_drug_and_a_condition_that_cannot_hold_are_refused() -> None:
    content = document()
    leaf = {"mechanism": "alk", "label": ["odd"]}
    content["unmodelled"] = [
        {"title": "U", "present": leaf, "why": "w", "sources": ["crestome-conventions"]}
    ]
    alterations = content["alterations"]
    assert isinstance(alterations, dict)
    alterations["R:mut"]["open"] = leaf
    start = {"title": "S", "otherwise": "usual", "present": leaf, "nodes": {"State": True}, **P}
    content["starts"] = [{**start, "open": leaf}]
    content["levels"] = [{"title": "L", "node": "State", "present": leaf, "level": 0.5, **P}]

    def check(found: Leaf) -> Iterator[str]:
        if found.label == ("odd",):
            yield "odd"

    pathway = Pathway.from_document(content)
    assert list(find_drug_faults(pathway, {})) == [
        "treatments.STOP.drugs: trametinib is no curated drug; or use names"
    ]
    assert list(find_condition_faults(pathway, check)) == [
        "alterations.R:mut.open: odd",
        "starts.S.present: odd",
        "starts.S.open: odd",
        "levels.L.present: odd",
        "unmodelled.U.present: odd",
    ]


def test_half_a_second_score_and_an_allele_that_is_not_there_are_refused() -> None:
    faults = find_pathway_faults(changed("lasting", {"up": "deth"}))
    assert "lasting.up: deth is no read-out; did you mean death?" in faults
    assert "lasting: half of a score; state up and down, or neither" in faults
    (fault,) = find_pathway_faults(changed("alleles", [["R:mut", "R:mutt"]]))
    assert fault == "alleles: R:mutt is no alteration; did you mean R:mut?"


def test_a_score_without_both_of_its_sides_is_refused() -> None:
    assert find_pathway_faults(changed("score", {})) == (
        "score.up: missing; name the read-out that a treatment should move",
        "score.down: missing; name the read-out that a treatment should move",
    )


def test_a_rule_of_very_many_names_is_refused() -> None:
    rule = " | ".join(["Receptor & !D_stop", *(f"N{number}" for number in range(20))])
    faults = find_pathway_faults(with_node("Kinase", rule=rule))
    assert "nodes.Kinase.rule: 22 names; at most 16, split the node" in faults


def test_a_tool_that_is_none_of_the_drugs_is_refused() -> None:
    content = document()
    treatments = content["treatments"]
    assert isinstance(treatments, dict)
    treatments["STOP"]["tools"] = ["lorlatinib"]
    (fault,) = find_pathway_faults(Pathway.from_document(content))
    assert fault == "treatments.STOP.tools: lorlatinib is none of its drugs"
