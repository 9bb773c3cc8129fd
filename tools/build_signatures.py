"""Build ``knowledge/data/signatures/*.tsv``: gene sets, and the genes that are ranked.

Sets come from a folder with ``sets.tsv`` and ``nb_signatures.tsv`` (published symbol, current
symbol, carrier and its licence). Only sets of `SHIPPED` are taken: those whose carrier states a
licence that allows it. Short sets of `STATED` are named in the text of their papers. Gene types
and Ensembl identifiers come from the database
of the Bioconductor package org.Hs.eg.db 3.16.0 (Artistic-2.0; NCBI Gene of September 2022).

Run: ``python tools/build_signatures.py --signatures DIR --annotation org.Hs.eg.sqlite``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sqlite3
from pathlib import Path
from typing import Final

TARGET: Final = Path(__file__).parents[1] / "src/crestome/knowledge/data/signatures"
SHIPPED: Final = {
    "VANGRONINGEN2017_ADRN": ("adrenergic", "state", "van-groningen-2017"),
    "VANGRONINGEN2017_MES": ("mesenchymal", "state", "van-groningen-2017"),
    "BOEVA2017_NORADRENERGIC_TF": ("noradrenergic_factors", "state", "boeva-2017"),
    "BOEVA2017_NCC_LIKE_TF": ("crest_like_factors", "state", "boeva-2017"),
    "NBATLAS_TOP50_FIBROBLAST": ("fibroblast", "stroma", "bonine-2024"),
    "NBATLAS_TOP50_ENDOTHELIAL": ("endothelial", "stroma", "bonine-2024"),
    "NBATLAS_TOP50_SCHWANN": ("schwann", "stroma", "bonine-2024"),
    "NBATLAS_TOP50_MACROPHAGE": ("macrophage", "stroma", "bonine-2024"),
    "NBATLAS_TOP50_NEUROENDOCRINE": ("neuroendocrine", "tumour", "bonine-2024"),
    "EXTEND2021_MARKERS_SYMBOLS_AND_ALIASES": ("telomerase_markers", "telomerase", "noureen-2021"),
    "EXTEND2021_COMPONENTS": ("telomerase_components", "telomerase", "noureen-2021"),
}
STATED: Final = {
    "mhc_class_i": (
        "forloni-2010",
        "10.1158/0008-5472.CAN-09-2582",
        "heavy and light chain of MHC class I, its peptide transporter and two peptidases",
        ("B2M", "ERAP1", "ERAP2", "HLA-A", "HLA-B", "HLA-C", "TAP1", "TAP2"),
    ),
    "interferon_gamma": (
        "ayers-2017",
        "10.1172/JCI91190",
        "six genes that go with the response to interferon gamma in tumours",
        ("CXCL10", "CXCL9", "HLA-DRA", "IDO1", "IFNG", "STAT1"),
    ),
    "chemokine": (
        "messina-2012",
        "10.1038/srep00765",
        "twelve chemokines that go with lymphocytes in tumours; MYCN represses CCL2",
        ("CCL18", "CCL19", "CCL2", "CCL21", "CCL3", "CCL4", "CCL5", "CCL8",
         "CXCL10", "CXCL11", "CXCL13", "CXCL9"),
    ),
    "cytolytic": (
        "rooney-2015",
        "10.1016/j.cell.2014.12.033",
        "granzyme A and perforin, whose transcripts tell of active killer cells",
        ("GZMA", "PRF1"),
    ),
    "nk_ligands": (
        "brandetti-2017",
        "10.1080/2162402X.2017.1316439",
        "ligands of receptors that activate natural killer cells, which MYCN keeps low",
        ("MICA", "PVR", "ULBP1", "ULBP2", "ULBP3"),
    ),
}  # fmt: skip
"""Source, DOI, what the set is, and its genes, all by the symbol of today."""
BY_HAND: Final = {"C7orf55": "FMC1", "HN1": "JPT1", "NOTCH2NL": "NOTCH2NLA"}
"""Old names of several genes of today; the papers mean the gene that HGNC renamed."""


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def genes_of(path: Path) -> dict[str, tuple[str, bool]]:
    """Ensembl identifiers and whether it codes for protein, by symbol."""
    query = """
        select info.symbol, type.gene_type, group_concat(ens.ensembl_id, '|')
        from gene_info info join genetype type using (_id) left join ensembl ens using (_id)
        group by info._id
    """
    with sqlite3.connect(path) as database:
        found = database.execute(query).fetchall()
    return {
        symbol: ("|".join(sorted(set((ids or "").split("|")))), kind == "protein-coding")
        for symbol, kind, ids in found
    }


def write(name: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Write one table."""
    with (TARGET / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter="\t", lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Write sets, their genes, the genes of the ranking, and the checksums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=Path, required=True)
    parser.add_argument("--annotation", type=Path, required=True)
    options = parser.parse_args()
    known = genes_of(options.annotation)
    described = {row["set_id"]: row for row in rows_of(options.signatures / "sets.tsv")}
    members = rows_of(options.signatures / "nb_signatures.tsv")
    sets: list[tuple[object, ...]] = []
    genes: list[tuple[object, ...]] = []
    wanted: set[str] = set()
    for identifier, (name, role, source) in SHIPPED.items():
        own = [row for row in members if row["set_id"] == identifier]
        published = sorted(row["gene_symbol"] for row in own)
        checksum = hashlib.sha256("\n".join(published).encode()).hexdigest()
        about = described[identifier]
        sets.append(
            (name, role, len(own), source, about["doi"], checksum, about["licence"],
             about["source_repo_path"], about["description"])
        )  # fmt: skip
        for row in own:
            current = BY_HAND.get(row["gene_symbol"], row["current_symbol"])
            status = "by_hand" if row["gene_symbol"] in BY_HAND else row["symbol_status"]
            current = current if current in known else ""
            wanted.add(current)
            genes.append((name, row["gene_symbol"], current, status))
    for name, (source, doi, words, symbols) in STATED.items():
        checksum = hashlib.sha256("\n".join(sorted(symbols)).encode()).hexdigest()
        sets.append(
            (name, "immune", len(symbols), source, doi, checksum, "facts from a paper",
             "text of the paper", words)
        )  # fmt: skip
        genes += [(name, symbol, symbol, "current") for symbol in sorted(symbols)]
    ranked: list[tuple[object, ...]] = [
        (symbol, ids, int(coding))
        for symbol, (ids, coding) in sorted(known.items())
        if (coding and ids) or symbol in wanted
    ]
    about_set = ("set", "role", "genes", "source", "doi", "sha256", "licence", "carrier", "about")
    write("sets.tsv", about_set, sets)
    write("genes.tsv", ("set", "published", "current", "status"), genes)
    write("ranked_genes.tsv", ("symbol", "ensembl", "coding"), ranked)
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
        for path in sorted(TARGET.glob("*.tsv"))
    ]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")


if __name__ == "__main__":
    main()
