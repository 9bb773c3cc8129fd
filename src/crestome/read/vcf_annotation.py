"""What an annotator wrote beside a variant → gene, effect and protein change of one allele.

Annotators list every transcript. A residue has a number only on a transcript, and the literature
of neuroblastoma counts on one: so the agreed transcript (MANE Select) is taken where the file marks
it, then the one that crestome knows the gene by, then the annotator's own choice, and the most
severe effect only where nothing else decides. Between genes the one that a rule names goes first if
its protein changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import itemgetter
from typing import Final, NamedTuple

from crestome.model.small_variant import Consequence
from crestome.read.bcftools_csq import bcftools_effect, names_allele
from crestome.read.consequence import consequence_of_words, severity
from crestome.read.gene_symbols import current_symbol
from crestome.read.protein_change import (
    consequence_of,
    current_numbering,
    normalise_protein_change,
)
from crestome.read.transcript_rank import ANY, KNOWN, MANE, Marks, is_known, rank_of
from crestome.read.vcf_header import VcfHeader

_FORMAT: Final = re.compile(
    r"(?:Format|annotations|fields are):\s*'?\s*([^\"'>]*\|[^\"'>]*)", re.IGNORECASE
)
_NAMES: Final = {
    "gene": ("symbol", "gene_name", "hugosymbol", "gene"),
    "words": ("consequence", "annotation", "variantclassification"),
    "protein": ("hgvsp", "hgvs.p", "proteinchange", "amino_acid_change"),
    "transcript": ("feature", "feature_id", "annotationtranscript", "transcript"),
    "allele": ("allele",),
    "number": ("allele_num",),
    "mane": ("mane_select", "mane"),
    "pick": ("pick",),
    "canonical": ("canonical",),
    "biotype": ("biotype", "transcript_biotype"),
    "residue": ("protein_position",),
    "residues": ("amino_acids",),
    "bases": ("dna_change",),
}
_KEYS: Final = ("CSQ", "ANN", "vep", "FUNCOTATION", "BCSQ")
_SNPEFF: Final = (
    "Allele|Annotation|Annotation_Impact|Gene_Name|Gene_ID|Feature_Type|Feature_ID|"
    "Transcript_BioType|Rank|HGVS.c|HGVS.p"
)
_FUNCOTATION: Final = re.compile(r"\[(.*?)\](?=[,#]|$)")
_ESCAPE: Final = re.compile(r"_?%([0-9A-Fa-f]{2})_?|\\x([0-9a-f]{2})")
_POINTER: Final = "@"
"""How bcftools csq points to the record that tells of the joint effect of several."""
_SAGE_FIELDS: Final = 7
_ANNOVAR_CHANGE: Final = re.compile(r"^p\.")
_ALTERING: Final = frozenset(
    {
        Consequence.MISSENSE,
        Consequence.NONSENSE,
        Consequence.FRAMESHIFT,
        Consequence.SPLICE,
        Consequence.START_LOST,
        Consequence.STOP_LOST,
        Consequence.INFRAME,
        Consequence.PROMOTER,
    }
)
_OPEN: Final = frozenset({Consequence.UNKNOWN, Consequence.OTHER})


class Effect(NamedTuple):
    """What one transcript says of one allele.

    Attributes:
        gene: Current HGNC symbol; "" between genes.
        consequence: See `Consequence`.
        protein_change: In the notation of the file until it is chosen; "" if none.
        rank: How far the transcript is the agreed one, 0 best.
    """

    gene: str
    consequence: Consequence
    protein_change: str
    rank: int


class Allele(NamedTuple):
    """One alternative allele among those of its record."""

    reference: str
    alternatives: tuple[str, ...]
    which: int

    @property
    def text(self) -> str:
        """The allele as the record writes it."""
        return self.alternatives[self.which]


@dataclass(frozen=True)
class Annotation:
    """Which annotation a file carries and how to read it.

    Attributes:
        key: INFO key, ``IMPACT``, ``ANNOVAR``, ``DKFZ``; "" for none.
        places: Meaning (a key of ``_NAMES``) to position in a transcript's entry.
        columns: ANNOVAR's INFO keys by meaning.
        unknown: Words for consequences that were met and are not known; filled while reading.
    """

    key: str
    places: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def effects(self, allele: Allele, info: Mapping[str, str]) -> list[Effect]:
        """What the transcripts say of one allele; nothing where the record has no annotation."""
        if self.key == "IMPACT":
            return self._by_sage(info.get("IMPACT", ""))
        if self.key in {"ANNOVAR", "DKFZ"}:
            return self._by_annovar({name: info.get(key, "") for name, key in self.columns.items()})
        text = info.get(self.key, "")
        if not text:
            return []
        if self.key == "FUNCOTATION":
            entries = _funcotations(text, allele)
        else:
            entries = _entries_of(text.split(","), allele, self.places)
        if " " in text:
            entries = [[cell.strip() for cell in entry] for entry in entries]
        return [effect for entry in entries if (effect := self._by_entry(entry)) is not None]

    def told_at(self, info: Mapping[str, str]) -> str:
        """The position of the record that tells of the effect; "" where this one does.

        bcftools csq joins variants of one codon and one molecule, and states their joint effect
        once; the others point to that record.
        """
        entries = info.get(self.key, "").split(",") if self.key == "BCSQ" else []
        position = entries[0].removeprefix(_POINTER) if entries else ""
        pointing = all(entry.startswith(_POINTER) for entry in entries)
        return position if pointing and position.isdigit() else ""

    def _by_entry(self, entry: list[str]) -> Effect | None:
        # One empty field more, for what the layout lacks.
        entry.append("")
        if len(entry) < self._width:
            entry += [""] * (self._width - len(entry))
        cells = self._cells(entry)
        words, protein, residue, residues = cells[:4]
        if words.startswith(_POINTER):
            return None
        if not protein and residues:
            protein = _change_of_residues(words, residue, residues)
        if self.key == "BCSQ":
            words, protein = bcftools_effect(words, protein)
        marks = Marks._make(cells[4:])
        return self._effect(marks.gene, words, protein, rank_of(marks))

    @cached_property
    def _width(self) -> int:
        """Fields of an entry up to the last that is read, and one more."""
        return max(self.places.values(), default=-1) + 2

    @cached_property
    def _cells(self) -> Callable[[list[str]], tuple[str, ...]]:
        """Takes the fields that are read out of an entry; the empty last one for what is not."""
        names = ("words", "protein", "residue", "residues", *Marks._fields)
        return itemgetter(*(self.places.get(name, -1) for name in names))

    def _effect(self, gene: str, words: str, protein: str, rank: int) -> Effect:
        consequence, unknown = _class_of(words)
        if unknown:
            self.unknown.update(unknown)
        symbol = current_symbol(gene)
        if protein and consequence in _OPEN:
            by_change = consequence_of(_change(symbol, protein))
            consequence = consequence if by_change is Consequence.UNKNOWN else by_change
        return Effect(symbol, consequence, protein, rank)

    def _by_sage(self, text: str) -> list[Effect]:
        cells = text.split(",")
        if len(cells) < _SAGE_FIELDS:
            return []
        gene, _, words, _, _, _, protein = cells[:_SAGE_FIELDS]
        return [self._effect(gene, words, protein, MANE)]

    def _by_annovar(self, cells: Mapping[str, str]) -> list[Effect]:
        """Gene, function, exonic function and changes of all transcripts (ANNOVAR)."""
        return self.annovar_effects(
            _unescaped(cells.get("gene", "")),
            _unescaped(cells.get("function", "")),
            _unescaped(cells.get("exonic", "")),
            _unescaped(cells.get("changes", "")),
        )

    def annovar_effects(self, gene: str, function: str, exonic: str, changes: str) -> list[Effect]:
        """The effects that ANNOVAR's four columns state.

        Args:
            gene: One or more genes; distances in brackets where the place is between genes.
            function: ``exonic``, ``splicing``, ``intronic`` …
            exonic: ``nonsynonymous SNV`` …; empty outside exons.
            changes: ``GENE:transcript:exon:c.…:p.…`` of each transcript.
        """
        words = exonic if exonic not in {"", ".", "NA", "unknown"} else function
        listed = [item.split(":") for item in re.split(r"[,;]", changes) if ":" in item]
        if listed:
            return [
                self._effect(
                    item[0],
                    words,
                    next((part for part in item if _ANNOVAR_CHANGE.match(part)), ""),
                    KNOWN if is_known(item[0], item[1]) else ANY,
                )
                for item in listed
            ]
        if function.startswith("intergenic"):
            return [self._effect("", words, "", ANY)]
        genes = re.split(r"[,;]", re.sub(r"\([^)]*\)", "", gene))
        return [self._effect(symbol, words, "", ANY) for symbol in genes if symbol]


def find_annotation(header: VcfHeader, first_record: str = "") -> Annotation:
    """Which annotation the records carry: by the header, else by the keys of the first record.

    SnpEff's ANN and PAVE's IMPACT have one layout; a CSQ that no header describes cannot be read.
    """
    if header.is_dkfz:
        columns = {
            "gene": "GENE",
            "function": "ANNOVAR_FUNCTION",
            "exonic": "EXONIC_CLASSIFICATION",
            "changes": "ANNOVAR_TRANSCRIPTS",
        }
        return Annotation("DKFZ", columns=columns)
    described = {
        found[1]: line
        for line in header.meta
        if (found := re.match(r"##INFO=<ID=([^,]+),", line)) is not None
    }
    for key in _KEYS:
        layout = _FORMAT.search(described.get(key, ""))
        if layout:
            return Annotation(key, places=_places(layout[1]))
    if "IMPACT" in described or re.search(r"[\t;]IMPACT=[^;|]*,", first_record):
        return Annotation("IMPACT")
    if re.search(r"[\t;]ANN=[^;]*\|", first_record):
        return Annotation("ANN", places=_places(_SNPEFF))
    model = next((key.split(".", 1)[1] for key in described if key.startswith("Func.")), "")
    if model:
        names = {
            "gene": "Gene",
            "function": "Func",
            "exonic": "ExonicFunc",
            "changes": "AAChange",
        }
        return Annotation("ANNOVAR", columns={k: f"{name}.{model}" for k, name in names.items()})
    return Annotation("")


def choose_effect(effects: list[Effect], interest: Collection[str]) -> Effect | None:
    """The effect that stands for the allele, its change as one-letter HGVS; None of none.

    Example:
        >>> known = Effect("ALK", Consequence.MISSENSE, "F1174L", 0)
        >>> other = Effect("ALK", Consequence.MISSENSE, "F107L", 5)
        >>> choose_effect([other, known], {"ALK"}).protein_change
        'F1174L'
    """
    genes: dict[str, Effect] = {}
    for effect in effects:
        before = genes.get(effect.gene)
        if before is None or _within_gene(effect) < _within_gene(before):
            genes[effect.gene] = effect
    if not genes:
        return None
    chosen = min(
        genes.values(),
        key=lambda effect: (
            not (effect.gene in interest and effect.consequence in _ALTERING),
            severity(effect.consequence),
            effect.gene not in interest,
        ),
    )
    if not chosen.protein_change:
        return chosen
    return chosen._replace(protein_change=_change(chosen.gene, chosen.protein_change))


def _change(gene: str, text: str) -> str:
    return current_numbering(gene, normalise_protein_change(_unescaped(text)))


def _within_gene(effect: Effect) -> tuple[int, int, bool]:
    return effect.rank, severity(effect.consequence), not effect.protein_change


def _places(layout: str) -> dict[str, int]:
    """Meaning to position; Funcotator puts the name of its source before each field."""
    fields = [
        re.sub(r"^gencode_\d+_", "", cell.strip().strip("[]'\" ").casefold())
        for cell in layout.split("|")
    ]
    found = {}
    for name, spellings in _NAMES.items():
        place = next((fields.index(item) for item in spellings if item in fields), None)
        if place is not None:
            found[name] = place
    return found


def _entries_of(texts: list[str], allele: Allele, places: Mapping[str, int]) -> list[list[str]]:
    entries = [text.split("|") for text in texts]
    if len(allele.alternatives) == 1:
        return entries
    number = places.get("number")
    if number is not None:
        mine = str(allele.which + 1)
        return [entry for entry in entries if len(entry) > number and entry[number] == mine]
    bases = places.get("bases")
    if bases is not None:
        written = f"{allele.reference}>{allele.text}"
        return [entry for entry in entries if names_allele(entry[bases:], written)]
    place = places.get("allele")
    if place is None:
        return entries
    spellings = _spellings(allele)
    return [entry for entry in entries if len(entry) > place and _names(entry[place], spellings)]


def _names(text: str, spellings: set[str]) -> bool:
    """Whether an annotator means the allele; SnpEff writes ``C-G`` for a change of a change."""
    return text.strip() in spellings or text.strip().split("-")[0] in spellings - {""}


def _spellings(allele: Allele) -> set[str]:
    """How annotators write an allele: whole, or without the base that all alleles share."""
    whole = (allele.reference, *allele.alternatives)
    found = {allele.text}
    if len({text[:1] for text in whole}) == 1 and len({len(text) for text in whole}) > 1:
        found = {allele.text, allele.text[1:] or "-"}
    return found


def _funcotations(text: str, allele: Allele) -> list[list[str]]:
    """One bracket for each allele (``,``), several where transcripts are listed (``#``)."""
    groups: list[list[str]] = [[]]
    for found in _FUNCOTATION.finditer(text):
        groups[-1].append(found[1])
        if text[found.end() : found.end() + 1] == ",":
            groups.append([])
    mine = groups[allele.which] if len(groups) == len(allele.alternatives) else groups[0]
    return [entry.split("|") for entry in mine]


@cache
def _class_of(words: str) -> tuple[Consequence, tuple[str, ...]]:
    return consequence_of_words(words)


def _unescaped(text: str) -> str:
    if "%" not in text and "\\x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)


def _change_of_residues(words: str, residue: str, residues: str) -> str:
    """The change out of ``Protein_position`` (``1174``) and ``Amino_acids`` (``F/L``)."""
    residue = residue.split("/", 1)[0]
    before, _, after = residues.partition("/")
    if not residue.isdigit() or len(before) != 1 or len(after) > 1:
        return ""
    if "frameshift" in words:
        return f"{before}{residue}fs"
    return f"{before}{residue}{after or '='}"


BCSQ: Final = Annotation(
    "BCSQ",
    places=_places("Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change"),
)
"""The annotation of bcftools csq, which has one layout."""
