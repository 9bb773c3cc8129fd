"""The telomere panel as SVG."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from report.test_telomere_evidence import calls_with, drug, seen

from crestome.model.assessment import Assessment
from crestome.model.call import Calls
from crestome.model.therapy import Effect, Verdict
from crestome.report.figures.telomere_panel import describe_panel, draw_telomere_panel

ARMS = {
    "mycn": "positive",
    "tert_expression": "low",
    "atrx": "indeterminate",
    "c_circle": "positive",
    "apb": "not_assessed",
}


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own)


def words(svg: str) -> str:
    return " ".join("".join(text.itertext()) for text in drawn(svg).iter("text"))


def test_without_the_call_there_is_no_panel() -> None:
    assert draw_telomere_panel(Calls()) == ""


def test_each_arm_has_its_mark_and_the_verdict_its_own(assessment: Assessment) -> None:
    panel = drawn(draw_telomere_panel(assessment.latest.calls))
    marks = [use.attrib["href"] for use in panel.iter("use")]
    assert marks.count("#mark-not_assessed") == 6
    assert len(marks) == 11


def test_the_panel_says_in_words_what_it_shows() -> None:
    svg = draw_telomere_panel(calls_with(ARMS, "CONFLICT", mechanisms=("TELOMERASE_MYCN", "ALT")))
    [described] = drawn(svg).iter("desc")
    told = described.text or ""
    assert told.startswith("Conflict: ALT and telomerase. Telomerase: evidence for it; ALT: evid")
    assert "which exclude each other" in told
    assert "APB (PML bodies) not looked at" in told
    assert "exclude" not in describe_panel(seen(calls_with(ARMS)))


def test_a_conflict_is_crossed_out_and_nothing_else_is() -> None:
    def crosses(label: str) -> int:
        svg = draw_telomere_panel(calls_with(ARMS, label))
        return sum(path.attrib.get("stroke-width") == "3" for path in drawn(svg).iter("path"))

    assert (crosses("CONFLICT"), crosses("ALT")) == (1, 0)


def test_what_is_on_differs_from_what_is_not_without_colour() -> None:
    panel = drawn(draw_telomere_panel(calls_with(ARMS, "ALT", alt=True, telomerase=False)))
    boxes = {
        (rect.attrib["fill"], rect.attrib["stroke-width"], rect.attrib.get("stroke-dasharray"))
        for rect in panel.iter("rect")
    }
    widths = {width for _, width, _ in boxes}
    dashes = {dash for _, _, dash in boxes}
    assert widths == {"1", "2"}
    assert {"none", "4 3"} <= dashes


def test_what_follows_is_told_as_a_condition_unless_it_is_on() -> None:
    svg = draw_telomere_panel(calls_with(ARMS, "ALT", alt=True, telomerase=False))
    assert "→ telomeres are copied from each other" in words(svg)
    assert "if on → TERT and hTR add TTAGGG repeats" in words(svg)


def test_drugs_and_sentences_stand_beside_the_verdict() -> None:
    reads = "telomere_maintenance"
    calls = calls_with(ARMS, "ALT", alt=True, notes=("A sentence.",))
    svg = draw_telomere_panel(calls, (drug("AZD0156", Verdict.MATCHED, Effect.SENSITIVITY, reads),))
    told = words(svg)
    assert "Evidence match AZD0156" in told
    assert "Beside the verdict A sentence." in told
    assert "Drugs whose evidence" not in words(draw_telomere_panel(calls))


def test_long_evidence_is_cut_in_the_box_and_whole_in_its_title() -> None:
    long = "a very long reason " * 20
    svg = draw_telomere_panel(calls_with(ARMS, reasons={"mycn": long}))
    assert "…" in words(svg)
    titles = [title.text or "" for title in drawn(svg).iter("title")]
    assert any(long.strip() in title for title in titles)


@pytest.mark.parametrize("tall", [1, 60])
def test_the_frame_holds_everything(tall: int) -> None:
    notes = tuple(f"Sentence number {number}." for number in range(tall))
    panel = drawn(draw_telomere_panel(calls_with(ARMS, notes=notes)))
    height = float(panel.attrib["viewBox"].split()[3])
    assert all(float(text.attrib["y"]) <= height for text in panel.iter("text"))
    bottoms = [float(r.attrib["y"]) + float(r.attrib["height"]) for r in panel.iter("rect")]
    assert max(bottoms) <= height


def test_hostile_words_stay_words() -> None:
    svg = draw_telomere_panel(calls_with({"apb": "<script>"}, reasons={"apb": "<b>"}))
    assert "<script>" not in svg
    assert "<b>" not in svg
