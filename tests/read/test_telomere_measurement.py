"""The document of ``crestome telomeres``."""

from __future__ import annotations

import json

import pytest
from read.telomere_files import OWN, text

from crestome.model.issue import Issues
from crestome.read.sample_names import Meant
from crestome.read.telomere_measurement import holds_measurement, read_measurement


def test_tumour_and_control_are_read() -> None:
    issues = Issues()
    reading = read_measurement(text(OWN), None, issues)
    assert reading is not None
    assert (reading.value.tumour, reading.value.control) == (812.5, 203.125)
    assert reading.value.reads == 1000
    assert reading.source.rows == 2
    assert not issues.items


def test_a_tumour_alone_is_one_row() -> None:
    document = json.loads(OWN[0]) | {"control": None}
    reading = read_measurement(text((json.dumps(document, indent=1),)), None, Issues())
    assert reading is not None
    assert reading.value.control is None
    assert reading.source.rows == 1


def test_a_content_that_could_not_be_measured_is_said() -> None:
    issues = Issues()
    reading = read_measurement(text((OWN[0].replace("812.5", "null"),)), None, issues)
    assert reading is not None
    assert reading.value.tumour is None
    assert "gave no usable telomere content of the tumour" in str(issues.items[0])


def test_why_a_control_was_not_measured_is_told() -> None:
    document = json.loads(OWN[0])
    document["control"] |= {"content": None, "not_assessed": "reads were captured"}
    issues = Issues()
    reading = read_measurement(text((json.dumps(document),)), None, issues)
    assert reading is not None
    assert reading.value.control is None
    assert "of the control: reads were captured" in str(issues.items[0])


def test_singletons_are_shares_of_the_reads_that_were_counted() -> None:
    document = json.loads(OWN[0])
    for side, count in (("tumour", 80), ("control", 10)):
        document[side] |= {"counted": 1000, "singletons": [{"repeat": "TTCGGG", "count": count}]}
    reading = read_measurement(text((json.dumps(document),)), None, Issues())
    assert reading is not None
    [variant] = reading.value.variants
    assert (variant.tumour, variant.control, variant.control_count) == (0.08, 0.01, 10)
    document["tumour"]["counted"] = 0
    reading = read_measurement(text((json.dumps(document),)), None, Issues())
    assert reading is not None
    assert reading.value.variants == ()


def test_a_quick_look_is_not_set_against_a_whole_one() -> None:
    document = json.loads(OWN[0])
    document["tumour"]["looked_at"], document["control"]["looked_at"] = "indexed", "all"
    issues = Issues()
    reading = read_measurement(text((json.dumps(document),)), None, issues)
    assert reading is not None
    assert reading.value.control is None
    assert "measured with looked_at all" in str(issues.items[0])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (OWN[0][:-1], "Expecting"),
        (OWN[0].replace("812.5", '"many"'), "tumour.content: Input should be a valid number"),
        (OWN[0].replace("812.5", "NaN"), "tumour.content: Input should be"),
        (OWN[0].replace('"content": 812.5, ', ""), "tumour.content: Field required"),
        (OWN[0].replace("4000", "9" * 400), "tumour.intratelomeric: Input should be less"),
        ("[" * 100_000, "recursion"),
    ],
)
def test_what_is_not_whole_is_refused_with_the_place(line: str, fault: str) -> None:
    issues = Issues()
    assert read_measurement(text((line,)), None, issues) is None
    [error] = issues.errors
    assert str(error).startswith("x.tsv: not a whole document of crestome telomeres: ")
    assert fault in str(error)


@pytest.mark.parametrize(
    ("lines", "is_one"),
    [(OWN, True), (("", *OWN), True), (("a\tb",), False), ((), False), (('{"tumour": 1}',), False)],
)
def test_it_is_told_by_its_keys(lines: tuple[str, ...], *, is_one: bool) -> None:
    assert holds_measurement(text(lines)) is is_one


def test_reads_of_another_sample_are_not_this_tumours() -> None:
    meant = Meant(id="T2", others=frozenset(["T1"]))
    issues = Issues()
    assert read_measurement(text(OWN), meant, issues) is None
    assert "x.tsv, tumour: the sample is 'T1'" in str(issues.errors[0])
    issues = Issues()
    assert read_measurement(text(OWN), "T9", issues) is None
    assert "no sample 'T9'" in str(issues.errors[0])
    nameless = OWN[0].replace('"samples": ["T1"], ', "")
    assert read_measurement(text((nameless,)), "T9", Issues()) is not None
