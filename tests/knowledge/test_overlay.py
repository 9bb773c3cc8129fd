from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.knowledge.load import Knowledge, load_knowledge, shipped_root
from crestome.knowledge.overlay import Folders
from crestome.pipeline.knowledge import check_knowledge, format_knowledge, show_entry

REFERENCE = (
    "someone-2026:\n  authors: Someone A\n  title: T\n  venue: J\n  year: 2026\n  doi: 10.1234/x\n"
)


def laid(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.with_suffix(".yaml").parent.mkdir(exist_ok=True, parents=True)
        path.with_suffix(".yaml").write_text(text, "utf-8")
    return folder


def shipped(name: str) -> str:
    return (shipped_root() / name).read_text("utf-8")


def test_a_drug_of_the_same_name_replaces_the_shipped_one(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    text = shipped("drugs/vincristine.yaml").replace("name: vincristine", "name: vincristine, ours")
    own = load_knowledge(laid(tmp_path, drugs__vincristine=text))
    assert own.drugs["vincristine"].name == "vincristine, ours"
    assert set(own.drugs) == set(knowledge.drugs)
    assert own.laid_over == ("drugs/vincristine.yaml",)
    assert show_entry("vincristine", tmp_path) == text


def test_a_new_drug_is_added_with_its_own_reference(tmp_path: Path, knowledge: Knowledge) -> None:
    text = shipped("drugs/vincristine.yaml").replace("id: vincristine", "id: newdrug")
    text = text.replace("name: vincristine", "name: newdrug")
    text = text.replace("sources: [chen-2025]", "sources: [someone-2026]", 1)
    text = "\n".join(line for line in text.splitlines() if not line.startswith("synonyms")) + "\n"
    own = load_knowledge(laid(tmp_path, drugs__newdrug=text, references=REFERENCE))
    assert set(own.drugs) - set(knowledge.drugs) == {"newdrug"}
    assert own.references["someone-2026"].year == 2026
    assert set(knowledge.references) < set(own.references)


def test_an_entry_replaces_the_one_of_its_key(tmp_path: Path, knowledge: Knowledge) -> None:
    apb = "apb:\n  name: APB, ours\n  how: As we do it.\n"
    own = load_knowledge(laid(tmp_path, assays=apb))
    assert own.assays["apb"].name == "APB, ours"
    assert own.assays["c_circle"] == knowledge.assays["c_circle"]


def test_a_threshold_is_replaced_alone(tmp_path: Path, knowledge: Knowledge) -> None:
    document = knowledge.rule_documents["cell_state"]
    text = "minimum_purity: {value: 0.5, sources: [crestome-conventions], mark: P, note: ours}\n"
    own = load_knowledge(laid(tmp_path, rules__cell_state=text))
    assert own.rule_documents["cell_state"]["minimum_purity"] != document["minimum_purity"]
    assert set(own.rule_documents["cell_state"]) == set(document)


def test_a_drug_is_removed_with_its_reason(tmp_path: Path, knowledge: Knowledge) -> None:
    own = load_knowledge(laid(tmp_path, removed="drugs/rita.yaml: a tool compound\n"))
    assert set(knowledge.drugs) - set(own.drugs) == {"rita"}
    assert own.laid_over == ("removed.yaml",)


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({}, "neither VERSION nor any curated file"),
        (
            {"removed": "drugs/rta.yaml: gone\n"},
            "removed.yaml: drugs/rta.yaml: no such curated file",
        ),
        ({"removed": "drugs/rita.yaml: ''\n"}, "drugs/rita.yaml: say why it is removed"),
        ({"removed": "- drugs/rita.yaml\n"}, "expected file names, each with the reason"),
        ({"rita": "id: rita\n"}, "rita.yaml: no curated file has this name"),
        ({"drugs__new": "id: new\n"}, "new.yaml: name: Field required"),
        ({"assays": "apb: {name: x}\n"}, "assays.yaml: apb.how: Field required"),
        ({"assays": "- apb\n"}, "assays.yaml: expected keys with values"),
    ],
)
def test_a_fault_is_told_with_the_file_of_the_user(
    tmp_path: Path, files: dict[str, str], fault: str
) -> None:
    with pytest.raises(KnowledgeError) as error:
        load_knowledge(laid(tmp_path, **files))
    assert fault in str(error.value)
    assert all(str(tmp_path) in told for told in error.value.faults)


def test_the_check_names_the_file_of_the_user_and_no_shipped_orphan(tmp_path: Path) -> None:
    laid(tmp_path, removed="drugs/rita.yaml: a tool compound\n", references=REFERENCE)
    with pytest.raises(KnowledgeError) as error:
        check_knowledge(tmp_path)
    assert [str(tmp_path / "references.yaml") in told for told in error.value.faults] == [True]
    (tmp_path / "references.yaml").unlink()
    assert "no fault" in check_knowledge(tmp_path)


def test_the_check_names_a_place_that_a_statement_of_the_user_gives_wrongly(tmp_path: Path) -> None:
    row = "S-01: {statement: ours, used: [call/akl], mark: S, sources: [chen-2025]}\n"
    with pytest.raises(
        KnowledgeError, match=r"review_rows.yaml: S-01: used: call/akl is not there"
    ):
        check_knowledge(laid(tmp_path, review_rows=row))


def test_only_the_files_of_the_user_are_formatted(tmp_path: Path) -> None:
    laid(tmp_path, removed="drugs/rita.yaml:    a tool compound\n")
    assert format_knowledge(tmp_path) == (tmp_path / "removed.yaml",)
    assert [path.name for path in tmp_path.iterdir()] == ["removed.yaml"]


def test_the_version_tells_one_overlay_from_another(tmp_path: Path, knowledge: Knowledge) -> None:
    one = load_knowledge(laid(tmp_path / "a", removed="drugs/rita.yaml: a tool compound\n"))
    two = load_knowledge(laid(tmp_path / "b", removed="drugs/sp141.yaml: a tool compound\n"))
    assert len({knowledge.version, one.version, two.version}) == 3


def test_an_entry_that_the_overlay_lacks_is_the_shipped_one(tmp_path: Path) -> None:
    folders = Folders(tmp_path / "a", tmp_path / "b", {"assays.yaml": frozenset({"apb"})})
    assert folders.path("assays.yaml", "apb") == tmp_path / "b" / "assays.yaml"
    assert folders.path("assays.yaml", "c_circle") == tmp_path / "a" / "assays.yaml"
    assert folders.path("drugs/rita.yaml") == tmp_path / "a" / "drugs" / "rita.yaml"
