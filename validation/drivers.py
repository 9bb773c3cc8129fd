"""Driver calls of crestome against what cohorts published (V-09, V-10, V-14).

``python validation/drivers.py --data DIR [--write]``

Truth comes out of the folder alone: the events that a cohort lists per tumour (V-09), the small
variants among them for the tumours with a variant file (V-10), and the variants that a study marks
as known drivers (V-14). Inputs are found by folder and pattern; a row whose input is absent is
reported as not run. ``--write`` renews the table in ``results``.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crestome.call import MECHANISMS
from crestome.knowledge.load import Knowledge, load_knowledge
from crestome.model.call import Calls, CallState
from crestome.model.evidence import CaseEvidence
from crestome.model.genome import Assembly
from crestome.model.issue import Issues
from crestome.model.patient import Patient, Sample
from crestome.model.small_variant import (
    Consequence,
    SequencedGenes,
    SequencingScope,
    SmallVariant,
    SmallVariants,
)
from crestome.read.events import read_events
from crestome.read.maf import read_maf
from crestome.read.protein_change import current_numbering, normalise_protein_change

Z_95 = 1.959964
RESULTS = Path(__file__).parent / "results" / "drivers.tsv"
SMALL_VARIANT_GENES = frozenset(
    {
        *("ALK", "NRAS", "KRAS", "HRAS", "BRAF", "NF1", "PTPN11", "FGFR1"),
        *("TP53", "MDM2", "CDKN2A", "PTEN", "PIK3CA", "ATRX", "TERT"),
    }
)
"""Genes whose small variants some call judges as drivers."""
ANNOVAR = {
    "nonsynonymous SNV": Consequence.MISSENSE,
    "stopgain": Consequence.NONSENSE,
    "frameshift deletion": Consequence.FRAMESHIFT,
    "frameshift insertion": Consequence.FRAMESHIFT,
    "nonframeshift deletion": Consequence.INFRAME,
    "nonframeshift insertion": Consequence.INFRAME,
    "synonymous SNV": Consequence.SYNONYMOUS,
    "": Consequence.SPLICE,
}


@dataclass
class Tally:
    """Yes-or-no answers against the truth, with the tumours that differ."""

    row: str
    question: str
    true_positive: int = 0
    true_negative: int = 0
    missed: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def add(self, tumour: str, *, truth: bool, called: bool) -> None:
        """Count one tumour."""
        if truth and called:
            self.true_positive += 1
        elif truth:
            self.missed.append(tumour)
        elif called:
            self.invented.append(tumour)
        else:
            self.true_negative += 1

    def figures(self) -> dict[str, object]:
        """Counts and rates, each rate with its 95 % interval."""
        positives = self.true_positive + len(self.missed)
        negatives = self.true_negative + len(self.invented)
        right = self.true_positive + self.true_negative
        return {
            "n": positives + negatives,
            "positives": positives,
            "called": self.true_positive + len(self.invented),
            "sensitivity": _share(self.true_positive, positives),
            "sensitivity_95": _wilson(self.true_positive, positives),
            "specificity": _share(self.true_negative, negatives),
            "specificity_95": _wilson(self.true_negative, negatives),
            "concordance": _share(right, positives + negatives),
            "concordance_95": _wilson(right, positives + negatives),
        }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _wilson(part: int, whole: int) -> list[float] | None:
    """Wilson's interval of a proportion."""
    if not whole:
        return None
    share, square = part / whole, Z_95**2
    centre = (share + square / (2 * whole)) / (1 + square / whole)
    half = Z_95 * math.sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    half /= 1 + square / whole
    return [round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4)]


class Bench:
    """The curated knowledge, loaded once, and the calls of one tumour."""

    def __init__(self) -> None:
        self.knowledge: Knowledge = load_knowledge()
        self.rules = {item.name: self.knowledge.rules(item.name, item.rules) for item in MECHANISMS}
        self.issues = Issues()

    def nothing(self, tumour: str, assembly: Assembly) -> CaseEvidence:
        """A tumour on which nothing was measured."""
        genome = self.knowledge.genome(assembly)
        return CaseEvidence(patient=Patient(id=tumour), sample=Sample(id=tumour), genome=genome)

    def calls(self, evidence: CaseEvidence) -> Calls:
        """Every call of one tumour."""
        calls = Calls()
        for mechanism in MECHANISMS:
            calls = calls.having(mechanism.answer(evidence, calls, self.rules[mechanism.name]))
        return calls


def drivers(calls: Calls) -> set[str]:
    """The genes that the calls name as drivers."""
    genes = {"ALK"} if calls["alk"].state is CallState.PRESENT else set()
    genes |= {"MYCN"} if calls["mycn"].state is CallState.PRESENT else set()
    for name in ("ras_mapk", "p53_pathway", "pi3k_pathway", "germline_predisposition"):
        genes |= set(calls[name].texts("genes"))
    for name, gene in (("atrx", "ATRX"), ("tert", "TERT")):
        genes |= {gene} if calls[name].state is CallState.PRESENT else set()
    return genes


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _found(data: Path, pattern: str) -> list[Path]:
    return sorted(data.glob(pattern))


def _case_of(row: dict[str, str]) -> str:
    return row["case_id"]


def reported_events(data: Path, bench: Bench) -> list[Tally]:
    """V-09: a cohort's own list of events per tumour, read as the events of a case."""
    files = _found(data, "*/pathogenic_events.tsv")
    if not files:
        return []
    rows = _rows(files[0])
    tumours = _all_tumours(files[0], rows)
    listed: dict[str, set[tuple[str, str]]] = {tumour: set() for tumour in tumours}
    for row in rows:
        listed[_case_of(row)].add((row["Gene"], row["Type"]))
    tallies = {
        key: Tally("V-09", question)
        for key, question in (
            ("all", "all questions together"),
            ("missense", "ALK missense, as reported"),
            ("amplified", "ALK amplification"),
            ("tert", "TERT event"),
            ("atrx", "ATRX event"),
            ("cdkn2a", "CDKN2A deletion"),
            ("ras", "ALK or RAS-MAPK event"),
            ("states", "no statement on a drug without the residue"),
        )
    }
    core = set(bench.knowledge.rule_documents["ras_mapk"]["core_genes"]["value"])  # type: ignore[index]
    for tumour, events in listed.items():
        calls = _calls_of_events(files[0], tumour, bench, known=bool(events))
        _judge_events(tumour, events, calls, tallies, core)
    return list(tallies.values())


def _all_tumours(events: Path, rows: Iterable[dict[str, str]]) -> list[str]:
    """Every tumour of the cohort, those without an event too where a clinical table lists them."""
    clinical = events.parent / "tumor_molecular.tsv"
    listed = [next(iter(row.values())) for row in _rows(clinical)] if clinical.is_file() else []
    return sorted({*listed, *(_case_of(row) for row in rows)})


def _calls_of_events(path: Path, tumour: str, bench: Bench, *, known: bool) -> Calls:
    evidence = bench.nothing(tumour, Assembly.GRCH38)
    reading = None
    if known:
        reading = read_events(path, path.name, sample=tumour, issues=bench.issues)
    events = () if reading is None else reading.value
    return bench.calls(CaseEvidence(**(vars(evidence) | {"events": events})))


def _judge_events(
    tumour: str,
    events: set[tuple[str, str]],
    calls: Calls,
    tallies: dict[str, Tally],
    core: set[str],
) -> None:
    alk, p53, ras = calls["alk"], calls["p53_pathway"], calls["ras_mapk"]
    reported = alk.text("basis") == "reported"
    genes = {gene for gene, _ in events}
    missense = ("ALK", "missense_variant") in events
    answers = {
        "missense": (missense, reported and alk.text("variant_class") == "reported_missense"),
        "amplified": (("ALK", "Amplification") in events, alk.label == "amplified" and reported),
        "tert": ("TERT" in genes, calls["tert"].state is CallState.PRESENT),
        "atrx": ("ATRX" in genes, calls["atrx"].state is CallState.PRESENT),
        "cdkn2a": (("CDKN2A", "Deletion") in events, "CDKN2A" in p53.texts("genes")),
        "ras": (bool(genes & core), ras.flag("incl_alk")),
    }
    if missense:
        rows = alk.detail["responses"]
        told = isinstance(rows, tuple) and any(
            isinstance(row, dict) and row["response"] != "unknown" for row in rows
        )
        answers["states"] = (True, not told)
    for key, (truth, called) in answers.items():
        tallies[key].add(tumour, truth=truth, called=called)
        tallies["all"].add(f"{tumour} {key}", truth=truth, called=called)


def variant_files(data: Path, bench: Bench) -> list[Tally]:
    """V-10: the drivers in unfiltered somatic variant files, and the account of their rows."""
    files = _found(data, "*/maf/*.mutect.maf.xz")
    events = _found(data, "*/pathogenic_events.tsv")
    if not files or not events:
        return []
    truth = _small_variant_drivers(events[0])
    named = Tally("V-10", "driver gene named, per tumour and gene")
    exact = Tally("V-10", "exactly the drivers of the tumour, and none else")
    ledger = Tally("V-10", "every row accounted for")
    for path in files:
        tumour = path.name.split(".")[0].split("_")[-1]
        reading = read_maf(
            path,
            path.name,
            genome=bench.knowledge.genome(Assembly.GRCH38),
            sample=None,
            issues=bench.issues,
        )
        if reading is None:
            exact.add(tumour, truth=True, called=False)
            continue
        evidence = CaseEvidence(
            **(
                vars(bench.nothing(tumour, Assembly.GRCH38))
                | {
                    "small_variants": reading.value,
                    "sequenced": SequencedGenes(scope=SequencingScope.GENOME),
                }
            )
        )
        calls = bench.calls(evidence)
        found = drivers(calls)
        uncertain = {
            name.split(" ")[0]
            for call in ("pi3k_pathway", "p53_pathway")
            for name in calls[call].texts("vus")
        }
        expected = truth.get(tumour, set())
        for gene in sorted(SMALL_VARIANT_GENES):
            called = gene in found or (gene in uncertain and gene in expected)
            named.add(f"{tumour}:{gene}", truth=gene in expected, called=called)
        exact.add(tumour, truth=True, called=found <= expected <= (found | uncertain))
        kept = len(reading.value) + sum(entry.rows for entry in reading.set_aside)
        ledger.add(tumour, truth=True, called=kept == reading.source.rows)
        print(_words(tumour, calls, found, uncertain, reading.source.rows))
    return [named, exact, ledger]


def _words(tumour: str, calls: Calls, found: set[str], uncertain: set[str], rows: int) -> str:
    names = [
        f"ALK {change} ({calls['alk'].text('clonality')})"
        for change in calls["alk"].texts("variants")
        if "ALK" in found
    ]
    for name in ("ras_mapk", "p53_pathway", "pi3k_pathway"):
        names += calls[name].texts("variants")
        names += [f"{item} (uncertain)" for item in calls[name].texts("vus")]
    burden = calls["mutational_burden"].detail.get("per_mb")
    more = sorted((found | uncertain) - {"ALK"})
    words = ", ".join(names or more) or "no driver"
    return f"  {tumour}: {words}; {rows} rows, {burden} coding variants per Mb"


def _small_variant_drivers(events: Path) -> dict[str, set[str]]:
    """The small variants that the cohort lists, by tumour; larger events are not in such a file."""
    found: dict[str, set[str]] = {}
    for row in _rows(events):
        small = row["Type"].islower()
        if small and row["Gene"] in SMALL_VARIANT_GENES:
            found.setdefault(_case_of(row), set()).add(row["Gene"])
    return found


def marked_drivers(data: Path, bench: Bench) -> list[Tally]:
    """V-14: variants that a study marks as known drivers must be drivers; the rest go by rule."""
    files = _found(data, "*/cohort_driver_mutations.tsv")
    if not files:
        return []
    tally = Tally("V-14", "variant marked as a known driver is oncogenic")
    for row in _rows(files[0]):
        variant = _annovar(row)
        evidence = CaseEvidence(
            **(
                vars(bench.nothing(row["SAMPLE"], Assembly.GRCH37))
                | {"small_variants": SmallVariants.from_records([variant])}
            )
        )
        called = variant.gene in drivers(bench.calls(evidence))
        if row["Known_driver"] == "True":
            tally.add(f"{row['SAMPLE']}:{variant.name}", truth=True, called=called)
        else:
            word = "driver" if called else "no driver or uncertain"
            print(f"  not marked, by rule: {row['SAMPLE']} {variant.name}: {word}")
    return [tally]


def _annovar(row: dict[str, str]) -> SmallVariant:
    reference, alternative = int(row["READS_REF"]), int(row["READS_ALT"])
    change = normalise_protein_change(row["AA_change"])
    return SmallVariant(
        gene=row["GENE"],
        protein_change=current_numbering(row["GENE"], change),
        consequence=ANNOVAR.get(row["EXONIC_CLASSIFICATION"], Consequence.OTHER),
        contig=row["CHROM"],
        position=int(row["POS"]) - 1,
        reference=row["REF"],
        alternative=row["ALT"],
        vaf=alternative / (reference + alternative),
        depth=reference + alternative,
    )


def _report(tallies: Iterable[Tally]) -> Iterator[str]:
    for tally in tallies:
        figures = tally.figures()
        yield (
            f"{tally.row}  {tally.question}: {figures['called']} called, "
            f"{figures['positives']} true of {figures['n']}; sensitivity "
            f"{figures['sensitivity']} {figures['sensitivity_95']}, specificity "
            f"{figures['specificity']} {figures['specificity_95']}"
        )
        for word, names in (("missed", tally.missed), ("invented", tally.invented)):
            yield from (f"  {word}: {name}" for name in names)


def _write(tallies: Iterable[Tally], version: str) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    keys = list(Tally("", "").figures())
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["row", "question", *keys, "knowledge"])
        for tally in tallies:
            values = [tally.figures()[key] for key in keys]
            table.writerow([tally.row, tally.question, *values, version])


def main() -> None:
    """Run every row whose input is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder with the cohorts")
    parser.add_argument("--write", action="store_true", help="renew the table in results/")
    options = parser.parse_args()
    bench = Bench()
    document: dict[str, object] = {}
    tallies: list[Tally] = []
    for row, measure in (
        ("V-09", reported_events),
        ("V-10", variant_files),
        ("V-14", marked_drivers),
    ):
        found = measure(options.data, bench)
        parts = {item.question: item.figures() for item in found}
        document[row] = found[0].figures() | {"parts": parts} if found else "not run"
        print("\n".join(_report(found)) if found else f"{row}  not run: input absent")
        tallies += found
    if options.write:
        _write(tallies, bench.knowledge.version)
    print(json.dumps(document, ensure_ascii=False))


if __name__ == "__main__":
    main()
