from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from crestome import assess_case, example_case
from crestome.errors import InputError, UsageError
from crestome.pipeline.simulate import (
    Request,
    simulate_request,
    simulation_text,
    write_simulation,
)


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("assessed") / "assessment.json"
    path.write_text(assess_case(example_case()).model_dump_json(), "utf-8")
    return path


def test_the_latest_sample_is_simulated_untreated(document: Path) -> None:
    simulated = simulate_request(Request(document))
    assert simulated.simulation.sample == "T1"
    assert simulated.simulation.asked is None
    assert simulated.shares[0] == simulated.shares[1]


def test_a_treatment_comes_with_its_reasons(document: Path) -> None:
    simulation = simulate_request(Request(document, ("lorlatinib",))).simulation
    assert simulation.asked is not None
    assert simulation.reasons is not None
    assert simulation.asked.score.high < 0.1
    text = simulation_text(simulate_request(Request(document, ("lorlatinib",))))
    assert "stops at RAS, kept by NRAS, KRAS or HRAS activated" in text


def test_a_screen_holds_every_treatment_and_pair(document: Path) -> None:
    simulation = simulate_request(Request(document, screen=True)).simulation
    assert len(simulation.single) == 24
    assert len(simulation.pairs) == 24 * 23 // 2 - 2


def test_page_and_document_are_written_the_same_each_time(document: Path, tmp_path: Path) -> None:
    simulated = simulate_request(Request(document))
    paths = write_simulation(simulated, tmp_path / "a")
    again = write_simulation(simulate_request(Request(document)), tmp_path / "b")
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]


def test_a_folder_that_cannot_be_written_to_is_refused(document: Path, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("", "utf-8")
    with pytest.raises(UsageError, match="choose another --out"):
        write_simulation(simulate_request(Request(document)), taken)


def test_a_drug_without_a_target_is_refused(document: Path) -> None:
    with pytest.raises(InputError, match="--drug: the model has no aspirin"):
        simulate_request(Request(document, ("aspirin",)))


def test_everything_that_is_wrong_with_a_request_is_reported_at_once(tmp_path: Path) -> None:
    request = Request(
        tmp_path / "none.json", ("a", "b", "c"), strength=0.0, start="warm", trajectories=10**20
    )
    with pytest.raises(InputError) as refusal:
        simulate_request(request)
    starts = ["--strength", "--start", "--trajectories", "--drug: 3 drugs"]
    starts += [str(tmp_path / "none.json"), "--drug: the", "--drug: the", "--drug: the"]
    found = refusal.value.faults
    assert [f for f, start in zip(found, starts, strict=True) if not f.startswith(start)] == []


def test_faults_of_the_curated_files_stand_beside_those_of_the_request(tmp_path: Path) -> None:
    (tmp_path / "drugs").mkdir()
    (tmp_path / "drugs" / "x.yaml").write_text("a: &x [*x]", "utf-8")
    with pytest.raises(InputError) as refusal:
        simulate_request(Request(tmp_path / "none.json", knowledge_root=tmp_path))
    assert len(refusal.value.faults) == 2
    assert "x.yaml: not YAML: line 1: an anchor" in refusal.value.faults[1]


def test_an_assessment_without_samples_is_refused(document: Path, tmp_path: Path) -> None:
    content = json.loads(document.read_text("utf-8")) | {"samples": []}
    path = tmp_path / "empty.json"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(InputError, match="samples: none was read"):
        simulate_request(Request(path))


def test_a_folder_in_the_place_of_a_file_leaves_nothing_half_written(
    document: Path, tmp_path: Path
) -> None:
    (tmp_path / "simulation.json").mkdir()
    with pytest.raises(UsageError, match="is a folder where a file belongs"):
        write_simulation(simulate_request(Request(document)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["simulation.json"]


def test_a_link_is_replaced_and_what_it_points_to_stays(document: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "simulation.html").symlink_to(other)
    write_simulation(simulate_request(Request(document)), out)
    assert other.read_text("utf-8") == "mine"


def test_cells_of_very_many_settings_are_refused_with_what_can_be_asked(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crestome.pipeline.simulate.MOST_CELLS", 100)
    with pytest.raises(UsageError, match=r"--trajectories: 500 cells for each of \d+ settings?"):
        simulate_request(Request(document, trajectories=500))


def test_cells_can_be_drawn_by_chance_as_well(document: Path) -> None:
    simulated = simulate_request(Request(document, ("lorlatinib",), trajectories=500))
    drawn, asked = simulated.simulation.drawn, simulated.simulation.asked
    assert drawn is not None
    assert asked is not None
    assert drawn.readouts["proliferation"].low == pytest.approx(
        asked.readouts["proliferation"].low, abs=0.1
    )
    assert "by chance, 500 cells" in simulation_text(simulated)


def test_without_compiled_code_the_message_is_the_line_that_installs_it(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "crestome.simulate.stochastic", None)
    with pytest.raises(UsageError, match=r'pip install "crestome\[signal\]"'):
        simulate_request(Request(document, trajectories=500))


def test_a_negative_number_of_cells_is_refused(document: Path) -> None:
    with pytest.raises(InputError, match="--trajectories: -1"):
        simulate_request(Request(document, trajectories=-1))


def test_the_model_is_written_for_other_programs_with_the_tumour_in_it(
    document: Path, tmp_path: Path
) -> None:
    write_simulation(simulate_request(Request(document, ("lorlatinib",), strength=0.8)), tmp_path)
    configuration = (tmp_path / "model.cfg").read_text("utf-8")
    assert "A_MYCN_amp.istate = 1;" in configuration
    assert "[D_ALK3].istate = 0.2 [0], 0.8 [1];" in configuration
    assert 'qual:id="A_MYCN_amp"' in (tmp_path / "model.sbml").read_text("utf-8")
    assert "\nALK, " in (tmp_path / "model.bnet").read_text("utf-8")
