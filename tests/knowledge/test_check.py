from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from crestome.knowledge.check import find_faults
from crestome.knowledge.load import Knowledge, _from_document, read_sources, shipped_root
from crestome.pipeline.knowledge import measure_facts, mechanism_facts, rules_of

TODAY = date(2026, 12, 31)
Edit = Callable[[str, str, str], str]


@pytest.fixture(scope="module")
def documents() -> dict[str, object]:
    """The shipped files, parsed once."""
    return read_sources(shipped_root())


@pytest.fixture
def faults_after(documents: dict[str, object]) -> Edit:
    """Replaces one text in one file and returns the faults that the check finds then."""

    def edit(name: str, old: str, new: str) -> str:
        text = (shipped_root() / name).read_text("utf-8")
        assert old in text
        changed = YAML(typ="safe", pure=True).load(text.replace(old, new, 1))
        return faults_of(documents | {name: changed})

    return edit


def faults_of(documents: dict[str, object], cited: frozenset[str] = frozenset()) -> str:
    plain = json.loads(json.dumps(documents, default=str))
    knowledge = _from_document(shipped_root(), plain)
    facts = (*mechanism_facts(rules_of(knowledge)), *measure_facts(knowledge))
    return "\n".join(find_faults(knowledge, facts, TODAY, cited))


def test_the_shipped_data_hold_no_fault_beside_references_cited_elsewhere(
    documents: dict[str, object], knowledge: Knowledge
) -> None:
    assert faults_of(documents, frozenset(knowledge.references)) == ""


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "drugs/trametinib.yaml",
            "{mechanism: mycn, label: [amplified]}",
            "{mechanism: mycm, label: [amplified]}",
            "claims.S-77-MYCN.when: mycm is no mechanism; did you mean mycn?",
        ),
        (
            "drugs/trametinib.yaml",
            "{mechanism: mycn, label: [amplified]}",
            "{mechanism: mycn, label: [amplifed]}",
            "mycn has no label amplifed there; expected one of amplified",
        ),
        (
            "drugs/trametinib.yaml",
            "{mechanism: mycn, label: [amplified]}",
            "{mechanism: mycn, state: [absent], label: [amplified]}",
            "mycn has no label amplified there; expected one of gain, normal",
        ),
        (
            "drugs/azd0156.yaml",
            "{mechanism: telomere_maintenance, label: [ALT]}",
            "{mechanism: telomere_maintenance, state: [not_assessed]}",
            "telomere_maintenance is never not_assessed",
        ),
        (
            "drugs/trametinib.yaml",
            "excl_alk: [true]",
            "excl_alc: [true]",
            "ras_mapk has no detail excl_alc; did you mean excl_alk?",
        ),
        (
            "drugs/idasanutlin.yaml",
            "mdm2: [amplified]",
            "mdm2: [amp]",
            "p53_pathway.mdm2 is never amp; expected one of amplified",
        ),
        (
            "drugs/idasanutlin.yaml",
            "needs: [tp53_sequencing]",
            "needs: [tp53_seqencing]",
            "claims.T2-12a.needs: tp53_seqencing is not in assays.yaml; did you mean tp53_seq",
        ),
        (
            "drugs/idasanutlin.yaml",
            "targets: [MDM2]",
            "targets: [HDM2]",
            "targets: HDM2 is in neither genome/*/genes.tsv nor target_symbols.tsv",
        ),
        (
            "drugs/idasanutlin.yaml",
            "- id: T2-12b",
            "- id: T2-12a",
            "claims: T2-12a stands 2 times",
        ),
        (
            "drugs/idasanutlin.yaml",
            "synonyms: [",
            "synonyms: [Lorbrena, ",
            "lorbrena names idasanutlin and lorlatinib",
        ),
        (
            "drugs/idasanutlin.yaml",
            "on: 2026-11-24",
            "on: 2027-01-01",
            "curated.on: 2027-01-01 lies in the future",
        ),
        (
            "drugs/idasanutlin.yaml",
            "curated: {by: crestome curators, on: 2026-11-24}",
            "curated: {by: one, on: 2026-11-24}\nreviewed: {by: one, on: 2026-11-25}",
            "reviewed.by: one curated the entry",
        ),
        (
            "drugs/crizotinib.yaml",
            "allele_responses:\n  mechanism: alk",
            "allele_responses:\n  mechanism: alc",
            "allele_responses.mechanism: alc is no mechanism",
        ),
        (
            "drugs/crizotinib.yaml",
            "allele_responses:\n  mechanism: alk",
            "allele_responses:\n  mechanism: mycn",
            "allele_responses.mechanism: mycn reads no responses by allele",
        ),
        (
            "drugs/crizotinib.yaml",
            "variants: [F1174L, F1245C]",
            "variants: [F1174L, R1275Q]",
            "allele_responses: R1275Q is described 2 times",
        ),
        (
            "drugs/crizotinib.yaml",
            "residues: [1174, 1245]",
            "classes: [hotspot]\n    residues: [1174, 1245]",
            "state exactly one of variants, residues and classes",
        ),
        (
            "drugs/crizotinib.yaml",
            "residues: [1174, 1245]",
            "residues: []",
            "an entry: state exactly one of variants, residues and classes",
        ),
        (
            "rules/alk.yaml",
            "sources: [uniprot-q9um73]",
            "sources: [uniprot-q9um37]",
            "kinase_domain_start: source uniprot-q9um37 is not in references.yaml; did you mean",
        ),
        (
            "assays.yaml",
            "c_circle:",
            "c_circles:",
            "c_circle: missing; telomere_maintenance names it as an assay",
        ),
        (
            "references.yaml",
            "  year: 2009",
            "  year: 2027",
            "year: 2027 lies in the future",
        ),
        (
            "references.yaml",
            "  doi: 10.1038/sj.bjc.6605014\n",
            "",
            "ambros-2009: no doi, pmid or url",
        ),
        (
            "references.yaml",
            "ambros-2009:",
            "nobody-2009: {authors: A, title: T, venue: V, year: 2009, pmid: '1'}\nambros-2009:",
            "nobody-2009: nothing cites it; remove it",
        ),
    ],
)
def test_a_fault_is_named_with_its_place_and_what_was_expected(
    faults_after: Edit, name: str, old: str, new: str, fault: str
) -> None:
    found = faults_after(name, old, new)
    assert fault in found
    assert Path(name).parts[0] in found


def test_rules_that_no_mechanism_reads_are_named(documents: dict[str, object]) -> None:
    found = faults_of(documents | {"rules/mycm.yaml": {}})
    assert "mycm.yaml: no mechanism reads it; did you mean mycn?" in found


def test_all_faults_are_found_at_once(documents: dict[str, object]) -> None:
    found = faults_of(documents | {"rules/strange.yaml": {}, "rules/stranger.yaml": {}})
    assert "strange.yaml: no mechanism reads it" in found
    assert "stranger.yaml: no mechanism reads it" in found
