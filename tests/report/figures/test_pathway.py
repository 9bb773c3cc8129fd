from __future__ import annotations

from xml.etree import ElementTree as Xml

import pytest
from knowledge.pathways import document, small, with_node

from crestome.knowledge.load import load_knowledge
from crestome.knowledge.pathway import Pathway
from crestome.knowledge.pathway_load import load_pathway
from crestome.report.figures.pathway import Drawing, draw_pathway

PATHWAY = load_pathway(load_knowledge())


def drawn(pathway: Pathway, **changed: object) -> str:
    shares = dict.fromkeys((*pathway.inputs, *pathway.nodes), 0.5)
    parts: dict[str, object] = {
        "title": "T",
        "shares": shares,
        "before": {},
        "alterations": {},
        "drugs": {},
    }
    return draw_pathway(pathway, Drawing(**(parts | changed)))  # type: ignore[arg-type]


def test_every_node_and_edge_is_drawn_with_its_rule_and_sources() -> None:
    picture = Xml.fromstring(drawn(PATHWAY))  # noqa: S314 (own output)
    tips = [tip.text or "" for tip in picture.iter("title")]
    for node in PATHWAY.nodes.values():
        assert any(tip.startswith(f"{node.title}: on in 50%") for tip in tips)
    wanted = sum(
        source in PATHWAY.nodes and source != name
        for name, node in PATHWAY.nodes.items()
        for source in node.edges
    )
    assert sum(" raises " in tip or " lowers " in tip for tip in tips) == wanted
    assert any("[L✓; dorel-2021]" in tip for tip in tips)


def test_a_changed_rule_changes_the_drawing() -> None:
    changed = with_node("Rest", rule="!Kinase & !0", title="Repose")
    assert drawn(changed) != drawn(small())
    assert "!Kinase &amp; !0" in drawn(changed)


def test_what_a_treatment_changes_is_marked() -> None:
    before = dict.fromkeys(small().nodes, 0.5) | {"Kinase": 1.0}
    picture = drawn(small(), before=before)
    assert picture.count('stroke-width="3"') == 1
    assert "untreated 100%" in picture
    assert "100% \u2192 50%" in picture
    assert "changed by the treatment" in picture
    assert "changed by the treatment" not in drawn(small())


def test_long_words_are_wrapped_and_never_cut() -> None:
    picture = drawn(
        with_node("Rest", title="A node of a long name"),
        alterations={"A_on": "an alteration of many words and many letters"},
    )
    for line in ("A node of a long", "name", "\u25c6 an alteration of", "many letters"):
        assert f">{line}</text>" in picture
    assert "\u2026" not in picture


def test_alterations_and_drugs_have_badges_of_their_own() -> None:
    picture = drawn(small(), alterations={"A_on": "R mutated"}, drugs={"D_stop": "Stop"})
    assert "\u25c6 R mutated" in picture
    assert "\u25ac Stop" in picture


@pytest.mark.parametrize("shape", ["rectangle", "rounded", "pill", "ellipse", "hexagon", "cut"])
def test_zones_differ_by_shape(shape: str) -> None:
    content = document()
    content["zones"] = {"Z": {"title": "Zone", "colour": "#112233", "shape": shape}}
    picture = drawn(Pathway.from_document(content))
    tag = {"ellipse": "<ellipse", "hexagon": "<polygon", "cut": "<polygon"}.get(shape, "<rect")
    assert tag in picture


def test_a_part_of_the_figure_is_cut_out() -> None:
    picture = drawn(PATHWAY, places=PATHWAY.figures["Telomere maintenance"])
    assert "Telomerase: on in 50%" in picture
    assert "ALK signalling: on" not in picture
    assert PATHWAY.nodes["Telomerase"].place == (0, 4)


def test_a_map_of_nothing_run_has_no_shares() -> None:
    picture = drawn(small(), shares={}, alterations={"A_on": "? R mutated"})
    assert "%" not in picture
    assert "\u25c6 ? R mutated" in picture
    assert "? not known" in picture
