"""The pathway model from the command line: one place to change it, and every refusal.

A folder with a changed pathway file is laid over the shipped data; everything that shows the model
must then show the change, and every fault must be told at once, with its place and remedy.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from crestome import assess_case, example_case
from crestome.cli.app import app
from crestome.knowledge.load import load_knowledge, shipped_root

RUN = CliRunner()
FILE = "pathways/neuroblastoma.yaml"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("assessed") / "assessment.json"
    path.write_text(assess_case(example_case()).model_dump_json(), "utf-8")
    return path


def laid_over(folder: Path, *changes: tuple[str, str]) -> Path:
    """A folder of curated data with the pathway as shipped but for these changes."""
    text = (shipped_root() / FILE).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / "knowledge" / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return folder / "knowledge"


def reference_page(root: Path) -> str:
    place = ROOT / "tools" / "publish_pathway.py"
    spec = importlib.util.spec_from_file_location("publish_pathway", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = module.render_page(load_knowledge(root))
    assert isinstance(page, str)
    return page


def told(arguments: list[str], exit_code: int) -> str:
    result = RUN.invoke(app, arguments)
    said = result.stdout + result.stderr
    assert result.exit_code == exit_code, said
    assert "Traceback" not in said
    return said


def test_the_published_page_of_the_rules_is_that_of_the_file() -> None:
    """A failure is mended by ``python tools/publish_pathway.py``."""
    page = (ROOT / "docs" / "reference" / "pathway_model.md").read_text("utf-8")
    assert page == reference_page(shipped_root())


def test_a_rule_changed_in_one_place_changes_everything_that_shows_it(
    document: Path, tmp_path: Path
) -> None:
    root = laid_over(
        tmp_path,
        ("rule: 'RAF & !D_RAF & !D_MEK'", "rule: 'RAF & !D_RAF'"),
        ("      D_MEK: {sign: '-', mark: S, sources: [chen-2025], note: 'S-77, T2-19'}\n", ""),
    )
    simulate = ["simulate", str(document), "--drug", "trametinib", "--quiet", "--out"]
    told([*simulate, str(tmp_path / "as_shipped")], 0)
    told([*simulate, str(tmp_path / "changed"), "--knowledge", str(root)], 0)

    def written(name: str) -> tuple[str, str]:
        before, after = (tmp_path / run / name for run in ("as_shipped", "changed"))
        return before.read_text("utf-8"), after.read_text("utf-8")

    for name, rule in (
        ("model.bnet", "\nMEK, RAF & !D_RAF & !D_MEK\n"),
        ("model.bnd", "node MEK { logic = RAF & !D_RAF & !D_MEK;"),
        ("model.sbml", "in_MEK_D_MEK"),
        ("simulation.html", "Rule: RAF &amp; !D_RAF &amp; !D_MEK"),
    ):
        before, after = written(name)
        assert rule in before, name
        assert rule not in after, name
    before, after = (json.loads(text) for text in written("simulation.json"))
    assert before["asked"]["readouts"]["ERK"] != after["asked"]["readouts"]["ERK"]
    explained = ["explain", "pathway.MEK"]
    assert "lowered by D_MEK" in told(explained, 0)
    assert "lowered by D_MEK" not in told([*explained, "--knowledge", str(root)], 0)
    assert "`RAF & !D_RAF`" in reference_page(root)
    behaviours = shipped_root() / "experiments" / "neuroblastoma.yaml"
    failed = told(["experiments", str(behaviours), "--knowledge", str(root)], 1)
    assert "FAIL" in failed
    assert "trametinib" in failed or "MEK inhibitor" in failed


def test_every_fault_of_the_rules_is_told_at_once_with_place_and_remedy(
    document: Path, tmp_path: Path
) -> None:
    root = laid_over(
        tmp_path,
        ("rule: 'RAF & !D_RAF & !D_MEK'", "rule: 'RAFF & !D_RAF & !D_MEK'"),
        ("rule: 'RAS | A_BRAF_mut'", "rule: 'RAS | A_BRAF_mut | !RAS'"),
        (
            "{title: 'BCL2 inhibitor', inputs: [D_BCL2],",
            "{title: 'BCL2 inhibitor', inputs: [D_BCL],",
        ),
    )
    for command in (
        ["simulate", str(document)],
        ["screen", str(document)],
        ["experiments", str(shipped_root() / "experiments" / "neuroblastoma.yaml")],
        ["knowledge", "check"],
        ["explain", "pathway"],
    ):
        said = " ".join(told([*command, "--knowledge", str(root)], 3).split())
        assert FILE in said
        for fault in (
            "nodes.MEK.rule: RAFF is neither a node nor an input; did you mean RAF?",
            "nodes.RAF.rule: RAS raises and lowers it; an edge has one sign, split the node",
            "treatments.BCL2.inputs: D_BCL is in no rule: a drug without a target",
        ):
            assert fault in said, (command, said)


def test_contradictions_and_names_of_nothing_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "experiments:\n"
        "- {id: X1, title: T, readout: apoptosis, relation: a low, margin: 0.1,\n"
        "   a: {alterations: [ALT:positive, TERT:rearr]}}\n"
        "- {id: X2, title: T, readout: apoptos, relation: a low, margin: 0.1,\n"
        "   a: {alterations: [NRAS:mutt, NRAS:mut], drugs: [aspirin], context: {nich: true}}}\n",
        "utf-8",
    )
    said = " ".join(told(["experiments", str(path)], 2).split())
    for fault in (
        "mine.yaml line 2: X1: a: ALT:positive and TERT:rearr contradict each other; ",
        "X2: readout: apoptos is unknown; expected one of",
        "X2: a: NRAS:mutt is no alteration of the model; did you mean NRAS:mut?",
        "X2: a: the model has no aspirin",
        "X2: a: nich is no context; did you mean niche?",
    ):
        assert fault in said, said


def changed(document: Path, path: Path, **provenance: object) -> str:
    content = json.loads(document.read_text("utf-8"))
    content["provenance"] |= provenance
    path.write_text(json.dumps(content), "utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["simulate", "screen"])
def test_an_assessment_that_cannot_be_read_is_refused_with_place_and_remedy(
    document: Path, tmp_path: Path, command: str
) -> None:
    other = changed(document, tmp_path / "other.json", schema_version="0.9")
    said = " ".join(told([command, other], 2).split())
    assert "other.json: provenance.schema_version: 0.9; expected " in said
    assert "Assess the case again with this version of crestome" in said
    broken = changed(document, tmp_path / "broken.json", notice_of="nothing")
    assert "broken.json: provenance.notice_of" in told([command, broken], 2)
    (tmp_path / "cut.json").write_text("{", "utf-8")
    assert "not JSON" in told([command, str(tmp_path / "cut.json")], 2)
    assert "not found; expected a file" in told([command, str(tmp_path / "none.json")], 2)


def test_what_is_asked_wrongly_is_told_at_once(document: Path) -> None:
    asked = ["--drug", "a", "--drug", "b", "--drug", "c", "--strength", "2", "--start", "warm"]
    said = told(["simulate", str(document), *asked], 2)
    for fault in ("--strength: 2", "--start: warm", "--drug: 3 drugs"):
        assert fault in said
    both = told(["simulate", str(document), "--drug", "aspirin", "--drug", "lorlatinb"], 2)
    assert "the model has no aspirin" in both
    assert "did you mean lorlatinib?" in both


def test_rules_that_never_come_to_rest_are_refused(document: Path, tmp_path: Path) -> None:
    place = "    rule: 'RAS | A_BRAF_mut'\n    edges:\n"
    edge = "      ERK_full: {sign: '-', mark: P, sources: [crestome-conventions]}\n"
    circle = "    rule: '(RAS | A_BRAF_mut) & !ERK_full'\n    edges:\n" + edge
    root = laid_over(tmp_path, (place, circle))
    for command in (["simulate"], ["screen"], ["simulate", "--drug", "lorlatinib"]):
        said = told([*command, str(document), "--knowledge", str(root)], 3)
        assert "1 fault in the curated knowledge" in said
        assert "rule: never settles in a ring with it" in " ".join(said.split())
        assert "RAF, MEK, ERK_full" in " ".join(said.split())
