"""Shapes of the curated files.

Every curated value says where it comes from and how sure the curators are. A mechanism declares
the shape of its own rules beside the function that reads them (`Rules`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from crestome.model.call import CallState
from crestome.model.record import Record
from crestome.model.therapy import Effect

T = TypeVar("T")

Text = Annotated[str, Field(min_length=1)]
DrugId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Sources = Annotated[tuple[str, ...], Field(min_length=1)]


class Mark(StrEnum):
    """How sure the curators are."""

    STATED = "S"
    """Stated in the review."""
    LITERATURE = "L"
    """Known from the literature."""
    VERIFIED = "L✓"
    """Known from the literature and checked against a stored copy."""
    TO_CHECK = "C"
    """Uncertain or disputed: shown as "needs review", decides nothing alone."""
    CONVENTION = "P"
    """The product's own convention: configurable, printed in the methods."""
    MEASURED = "M"
    """Measured on public cohorts by a program in ``validation/``; its table is the source."""


class Curated(Record, Generic[T]):
    """A curated value with its provenance.

    Attributes:
        value: The value.
        unit: Its unit; "" where it has none.
        sources: Keys into ``references.yaml``.
        mark: See `Mark`.
        note: Why this value, for people.
    """

    value: T
    unit: str = ""
    sources: Sources
    mark: Mark
    note: str = ""


Threshold = Curated[float]
Words = Curated[tuple[str, ...]]
Flag = Curated[bool]
ByKey = Curated[dict[str, float]]


class Rules(Record):
    """Base of the rules of one mechanism: the content of ``rules/<mechanism>.yaml``.

    A field whose type is itself a `Rules` class is read from ``rules/<field>.yaml``, so that
    mechanisms share curated rules without knowing each other. A field
    ``allele_responses`` is filled from the drugs' files.
    """

    def curated(self) -> Iterator[tuple[str, Curated[object]]]:
        """Keys and curated values of these rules, without those of shared rules."""
        for key in type(self).model_fields:
            value = getattr(self, key)
            if isinstance(value, Curated):
                yield key, value


class Reference(Record):
    """A cited source; at least one of ``doi``, ``pmid``, ``url`` unless it is the product itself.

    Attributes:
        authors: First author and "et al.", or the body that wrote it.
        title: Title.
        venue: Journal or publisher.
        year: Year.
        doi: Digital object identifier.
        pmid: PubMed identifier.
        url: Address, where neither of the others exists.
        note: For people.
    """

    authors: Text
    title: Text
    venue: Text
    year: Annotated[int, Field(ge=1950, le=2100)]
    doi: Annotated[str, Field(pattern=r"^(10\.\d{4,9}/\S+)?$")] = ""
    pmid: Annotated[str, Field(pattern=r"^(\d{1,8})?$")] = ""
    url: Annotated[str, Field(pattern=r"^(https://\S+)?$")] = ""
    note: str = ""

    @property
    def citation(self) -> str:
        """One line for a list of references."""
        return f"{self.authors} {self.title.rstrip('.')}. {self.venue}, {self.year}."

    @property
    def link(self) -> str:
        """A link by DOI, PubMed or address; "" if none."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url


class Leaf(Record):
    """A condition on one call: every stated part must hold.

    Attributes:
        mechanism: Name of the mechanism.
        state: States that satisfy it.
        label: Labels that satisfy it (without regard to case).
        detail: For each detail key, the values that satisfy it; a list in the call satisfies it
            if it holds any of them.
    """

    mechanism: Text
    state: tuple[CallState, ...] = ()
    label: tuple[Text, ...] = ()
    detail: dict[str, tuple[bool | str, ...]] = Field(default_factory=dict)


class AllOf(Record):
    """Every condition holds."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Record):
    """At least one condition holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class NotOf(Record):
    """The condition does not hold."""

    not_: Annotated[Condition, Field(alias="not")]


Condition = Leaf | AllOf | AnyOf | NotOf


class Curation(Record):
    """Who curated or reviewed an entry, and when."""

    by: Text
    on: date


class Claim(Record):
    """A published statement that links calls to the effect of a drug.

    Attributes:
        id: Unique within the drug; the row of the specification where there is one (``T2-01a``).
        when: The condition on the tumour.
        condition: The same in words that complete "whether …" (``TP53 is wild type``); made from
            ``when`` if empty.
        needs: Assays that decide the condition; all that the calls name as missing if empty.
        effect: What follows when it holds.
        statement: The claim in our own words.
        evidence_type: in vitro, in vivo, preclinical, case, clinical, guideline, convention.
        population: In whom or what it was gathered.
        size: Effect size as published; "" if none.
        escat: ESCAT tier (``I-B`` …, ``X`` for evidence against); "" for a note.
        amp: AMP/ASCO/CAP tier and level; "" for a note.
        mark: See `Mark`.
        sources: Keys into ``references.yaml``.
        locator: Where in the source.
    """

    id: Text
    when: Condition
    condition: str = ""
    needs: tuple[Text, ...] = ()
    effect: Effect
    statement: Text
    evidence_type: Literal[
        "in vitro", "in vivo", "preclinical", "case", "clinical", "guideline", "convention"
    ]
    population: Text
    size: str = ""
    escat: Annotated[str, Field(pattern=r"^(I-[ABC]|II-[AB]|III-[AB]|IV-[AB]|V|X)?$")] = ""
    amp: Annotated[str, Field(pattern=r"^(I-[AB]|II-[CD]|III|IV)?$")] = ""
    mark: Mark
    sources: Sources
    locator: str = ""


class AlleleResponse(Record):
    """How cells with certain alterations of one gene respond to the drug.

    Exactly one of ``variants``, ``residues`` and ``classes`` is stated; an exact variant goes
    before its residue, a residue before its class.

    Attributes:
        variants: Protein changes (``F1174L``).
        residues: Residues (``1245``).
        classes: Classes of the mechanism (``hotspot``, ``TKD_known_activating``, ``amplified`` …).
        response: The state that a user reads.
        context: Where the evidence is from: neuroblastoma, or cancers with a fusion of the gene.
        sources: Keys into ``references.yaml``.
        mark: See `Mark`.
    """

    variants: tuple[Text, ...] = ()
    residues: tuple[int, ...] = ()
    classes: tuple[Text, ...] = ()
    response: Literal[
        "sensitive",
        "sensitive_by_analogy",
        "reduced",
        "resistant",
        "primary_resistant",
        "resistant_by_analogy",
        "unknown",
    ]
    context: Literal["neuroblastoma", "fusion cancers", "analogy"]
    sources: Sources
    mark: Mark


class AlleleResponses(Record):
    """The responses of one drug to alleles that one mechanism calls.

    Attributes:
        mechanism: The mechanism whose rules receive them.
        entries: In any order.
    """

    mechanism: Text
    entries: Annotated[tuple[AlleleResponse, ...], Field(min_length=1)]


class DrugAlleles(Record):
    """One drug's `AlleleResponse` entries, as a mechanism's rules hold them."""

    drug: DrugId
    entries: tuple[AlleleResponse, ...]


class CurationNote(Record):
    """Where the curated value departs from the printed one, and why.

    Attributes:
        id: Row of the curation layer (``E-01``).
        as_printed: What the review prints.
        normalised: What is stored.
        why: The reason.
        sources: Keys into ``references.yaml``.
    """

    id: Text
    as_printed: Text
    normalised: Text
    why: Text
    sources: tuple[str, ...] = ()


class Combination(Record):
    """A combination that a source states.

    Attributes:
        partners: Names of the partners.
        alteration: What in the tumour calls for it, in words; "" if the source names nothing.
        statement: What the source says of it.
        sources: Keys into ``references.yaml``.
    """

    partners: Annotated[tuple[Text, ...], Field(min_length=1)]
    alteration: str = ""
    statement: Text
    sources: Sources


class Caution(Record):
    """A sentence that always stands beside a drug.

    Attributes:
        statement: The sentence.
        sources: Keys into ``references.yaml``.
    """

    statement: Text
    sources: Sources


class Drug(Record):
    """One drug, one file.

    Attributes:
        id: Its identifier; also the file's name.
        name: As printed in reports.
        synonyms: Matched exactly, without regard to case; never fuzzily.
        code: NCI Thesaurus code, "" until verified.
        drug_class: Class.
        kind: Kind of agent.
        targets: Current HGNC symbols; empty where it acts on no gene's product.
        beyond_review: Not a drug of the review.
        claims: What is known of whom it fits and whom not.
        allele_responses: Responses by allele; None if there is no such table.
        combinations: Combinations that sources state.
        cautions: Sentences that always stand beside the drug.
        curation_notes: Departures from the printed text.
        curated: Who, when.
        reviewed: Who, when; another person than the curator.
    """

    id: DrugId
    name: Text
    synonyms: tuple[Text, ...] = ()
    code: Annotated[str, Field(pattern=r"^(ncit:C\d+)?$")] = ""
    drug_class: Text
    kind: Text
    targets: tuple[Text, ...] = ()
    beyond_review: bool = False
    claims: Annotated[tuple[Claim, ...], Field(min_length=1)]
    allele_responses: AlleleResponses | None = None
    combinations: tuple[Combination, ...] = ()
    cautions: tuple[Caution, ...] = ()
    curation_notes: tuple[CurationNote, ...] = ()
    curated: Curation
    reviewed: Curation | None = None


for _model in (AllOf, AnyOf, NotOf, Claim, Drug):
    _model.model_rebuild()
