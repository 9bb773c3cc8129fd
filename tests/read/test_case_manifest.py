from __future__ import annotations

import pytest

from crestome.model.issue import Issues
from crestome.read.case_manifest import CaseManifest, shape_manifest


def shaped(document: dict[str, object]) -> tuple[CaseManifest | None, list[str]]:
    issues = Issues()
    manifest = shape_manifest(document, "case.toml", issues)
    return manifest, [str(issue) for issue in issues.items]


def sample(**more: object) -> dict[str, object]:
    return {"patient": {"id": "P"}, "sample": [{"id": "T", **more}]}


def test_a_patient_and_a_sample_are_enough() -> None:
    manifest, faults = shaped(sample())
    assert manifest is not None
    assert not faults


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (
            sample(purty=0.5),
            "case.toml: sample 1, purty: unknown key 'purty'. Did you mean 'purity'?",
        ),
        (
            sample(assays={"ccircle": "positive"}),
            "case.toml: sample 1, assays, ccircle: unknown key 'ccircle'. Did you mean 'c_circle'?",
        ),
        ({"sample": [{"id": "T"}]}, "case.toml: patient: missing"),
        ({"patient": {"id": "P"}}, "case.toml: sample: missing"),
        (
            sample(assembly="GRCh38"),
            "unknown key 'assembly'. Move it: it belongs at the top of the file.",
        ),
        (
            sample(sex="female"),
            "unknown key 'sex'. Move it: it belongs under [patient].",
        ),
        (sample(kind="relapse"), "unknown key 'kind'. Remove it or correct its name."),
        (sample(zzzzzz=1), "unknown key 'zzzzzz'. Remove it or correct its name."),
        (sample(purity=1.5), "case.toml: sample 1, purity: 1.5 does not fit here; expected "),
        (sample(material="tumor"), "case.toml: sample 1, material: 'tumor' does not fit here"),
        (sample(assays=[]), "case.toml: sample 1, assays: this does not fit here; expected "),
        (sample(assays={"mycn_fish_ratio": -1}), "-1 does not fit here; expected greater than 0."),
        (sample(purity="x" * 500), f"'{'x' * 59} … does not fit here; expected a valid number"),
        (
            sample() | {"clinical": {"treatments": [{"name": "x", "start_day": 10**9}]}},
            "case.toml: clinical, treatments 1, start_day: 1000000000 does not fit here",
        ),
        (sample(assays={"c_circle": "maybe"}), "expected 'positive' or 'negative'. Correct it."),
    ],
)
def test_a_fault_names_its_place_and_its_remedy(document: dict[str, object], fault: str) -> None:
    manifest, faults = shaped(document)
    assert manifest is None
    assert any(fault in told for told in faults), faults


def test_all_faults_are_told_at_once() -> None:
    document: dict[str, object] = {
        "patient": {"id": "P", "sexx": "female"},
        "clinical": {"inss": "5"},
        "sample": [{"id": "T", "purity": -1.0}],
    }
    _, faults = shaped(document)
    assert len(faults) == 3


def test_a_sample_names_its_files() -> None:
    manifest, _ = shaped(
        sample(
            small_variants={"file": "a.maf", "sample": "T1"},
            copy_number=["b.seg", {"file": "c.tsv"}],
            genes_sequenced="panel.txt",
        )
    )
    assert manifest is not None
    assert set(manifest.sample[0].file_names()) == {"a.maf", "b.seg", "c.tsv", "panel.txt"}


def test_a_list_of_genes_is_no_file() -> None:
    manifest, _ = shaped(sample(genes_sequenced=["ALK"], copy_number="b.seg"))
    assert manifest is not None
    assert manifest.sample[0].file_names() == ("b.seg",)
