from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import InputError
from crestome.read.pathway_experiments import read_experiment_file, read_pathway_experiments

ONE = """
experiments:
- id: X1
  title: A title
  readout: apoptosis
  a: {alterations: [MYCN:amp], drugs: [idasanutlin]}
  b: {alterations: [MYCN:amp], drugs: []}
  relation: a>b
  margin: 0.2
  from_seed: true
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "experiments.yaml"
    path.write_text(text, "utf-8")
    return path


def faults(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(InputError) as refusal:
        read_pathway_experiments(written(folder, text))
    return refusal.value.faults


def test_keys_for_people_are_passed_over(tmp_path: Path) -> None:
    (experiment,) = read_pathway_experiments(written(tmp_path, ONE))
    assert experiment.id == "X1"
    assert experiment.b is not None


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.yaml"):
        read_pathway_experiments(tmp_path / "no.yaml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", "not YAML"),
        ("- 1", "not a mapping"),
        ("experiments: 3", "holds no experiment"),
        ("experiments: []", "holds no experiment"),
        ("experiments: &x [*x]", "not YAML: line 1: an anchor"),
        ("experiments: " + "[" * 5000, "not YAML: line 1: more than 40 levels"),
        ("experiments: [3]", "line 1: experiment 1: not a mapping"),
        (ONE.replace("id: X1", "id: ''"), "line 3: experiment 1: id: empty"),
        (ONE.replace("margin: 0.2", "margin: 0"), "X1: margin: 0 with a>b, which two equal"),
        (ONE.replace("relation: a>b", "relation: a=b"), "X1: relation: Input should be"),
        (ONE.replace("margin: 0.2", "margin: x"), "X1: margin"),
        (ONE.replace("relation: a>b", "relation: a low"), "X1: b: stated; expected none"),
        (ONE.replace("a>b", "a~b").replace("drugs: []", "drugs: [best_single]"), "a~b with best"),
        (ONE.replace("drugs: []", "drugs: [best_single, x]"), "names drugs beside best_single"),
        (ONE.replace("[idasanutlin]", "[best_single]"), "X1: a.drugs: holds best_single"),
        (
            ONE.replace("drugs: []", "drugs: [best_single]").replace("[idasanutlin]", "[]"),
            "X1: a.drugs: empty; expected drugs, for best_single",
        ),
        (ONE + ONE.split("experiments:")[1], "X1: stands twice"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    assert any(fault in item for item in faults(tmp_path, text)), faults(tmp_path, text)


def test_a_comparison_without_its_second_side_is_refused(tmp_path: Path) -> None:
    text = "\n".join(line for line in ONE.splitlines() if not line.startswith("  b:"))
    assert faults(tmp_path, text)[0].startswith(
        "experiments.yaml line 3: X1: b: missing; expected a condition, for a>b"
    )


def test_names_are_kept_of_an_entry_whose_shape_is_faulty(tmp_path: Path) -> None:
    text = ONE.replace("margin: 0.2", "margin: x").replace(
        "b: {alterations: [MYCN:amp]", "b: {z: 1"
    )
    file = read_experiment_file(written(tmp_path, text))
    (placed,) = file.placed
    assert len(file.faults) == 2
    assert placed.where == "experiments.yaml line 3: X1"
    assert placed.experiment.readout == "apoptosis"
    assert placed.experiment.a.drugs == ("idasanutlin",)
    assert placed.experiment.b is not None
    assert placed.experiment.b.drugs == ()


def test_a_read_out_that_is_no_text_names_nothing(tmp_path: Path) -> None:
    file = read_experiment_file(written(tmp_path, ONE.replace("readout: apoptosis", "readout: 3")))
    assert file.placed[0].experiment.readout == ""
