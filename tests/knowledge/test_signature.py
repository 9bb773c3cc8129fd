"""Gene sets as data."""

from __future__ import annotations

import shutil
from pathlib import Path

from crestome.knowledge.load import load_knowledge, shipped_root
from crestome.knowledge.signature import (
    Role,
    find_signature_faults,
    load_gene_names,
    load_signatures,
    signature_sources,
)

REFERENCES = load_knowledge().references


def test_the_published_sets_are_whole_and_have_no_gene_in_common() -> None:
    sets = load_signatures()
    adrenergic, mesenchymal = sets["adrenergic"].genes, sets["mesenchymal"].genes
    assert (len(adrenergic), len(mesenchymal)) == (369, 485)
    assert not set(adrenergic) & set(mesenchymal)
    assert {"PHOX2B", "ALK", "CCND1"} <= set(adrenergic)
    assert sets["fibroblast"].role is Role.STROMA


def test_two_names_of_one_gene_are_one_gene() -> None:
    markers = load_signatures()["telomerase_markers"]
    assert (len(markers.published), len(markers.genes)) == (14, 11)


def test_old_names_lead_to_the_genes_of_today_and_names_of_today_to_themselves() -> None:
    names = load_gene_names()
    for old, today in [
        ("CYR61", "CCN1"),
        ("KIAA1462", "JCAD"),
        ("HN1", "JPT1"),
        ("SEPT3", "SEPTIN3"),
    ]:
        assert names.by_name[old] == today
    assert all(names.by_name[gene] == gene for gene in names.coding)
    assert names.by_ensembl["ENSG00000134323"] == "MYCN"
    assert "LOC100507194" in names.others
    assert not names.coding & names.others


def test_the_shipped_sets_have_no_fault() -> None:
    assert list(find_signature_faults(shipped_root(), REFERENCES)) == []
    assert "van-groningen-2017" in signature_sources()


def test_a_changed_set_is_told_by_its_checksum_count_source_and_licence(tmp_path: Path) -> None:
    shutil.copytree(shipped_root() / "signatures", tmp_path / "signatures")
    genes, sets = (tmp_path / "signatures" / name for name in ("genes.tsv", "sets.tsv"))
    genes.write_text(genes.read_text() + "adrenergic\tACTB\tNOGENE\tcurrent\n")
    about = sets.read_text().replace("boeva-2017", "nobody-1900")
    rows = [row.split("\t") for row in about.splitlines()]
    rows[5][6] = ""
    sets.write_text("\n".join("\t".join(row) for row in rows) + "\n")
    faults = "\n".join(find_signature_faults(tmp_path, REFERENCES))
    assert "adrenergic: 370 genes; sets.tsv says 369" in faults
    assert "adrenergic: other genes than published" in faults
    assert "adrenergic: NOGENE is not in ranked_genes.tsv" in faults
    assert "source nobody-1900 is not in references.yaml" in faults
    assert "no licence" in faults


def test_a_folder_without_sets_has_no_fault(tmp_path: Path) -> None:
    assert list(find_signature_faults(tmp_path, REFERENCES)) == []
    assert signature_sources(tmp_path) == frozenset()
