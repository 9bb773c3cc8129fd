"""The words of a list of gene-level events → kinds of event, and a fusion's name → its partners.

Reports name the same event in many ways. Two words joined by a slash ("Inversion/Deletion") tell
of one complex rearrangement and are read as such. A word that is not known is kept and reported,
never guessed.
"""

from __future__ import annotations

import re
from typing import Final

from crestome.model.event import EventKind
from crestome.model.small_variant import Consequence
from crestome.read.consequence import consequence_of_words
from crestome.read.gene_symbols import current_symbol

_WORDS: Final = {
    EventKind.AMPLIFICATION: "amplification amplified amp ampl highlevelamplification",
    EventKind.GAIN: "gain gained copynumbergain",
    EventKind.LOSS: """loss copynumberloss hemizygousdeletion heterozygousdeletion hemideletion
        hemizygousloss heterozygousloss shallowdeletion""",
    EventKind.DELETION: "deletion deleted del",
    EventKind.HOMOZYGOUS_DELETION: """homozygousdeletion homdel homdeletion homodel deepdeletion
        homozygousloss biallelicdeletion""",
    EventKind.INTRAGENIC_DELETION: """intragenicdeletion partialdeletion partialdeletionlof
        exondeletion exonicdeletion""",
    EventKind.DUPLICATION: "duplication dup tandemduplication",
    EventKind.PARTIAL_DUPLICATION: """partialduplication partialduplicationlof intragenicduplication
        exonduplication""",
    EventKind.INVERSION: "inversion inv",
    EventKind.INSERTION: "insertion",
    EventKind.TRANSLOCATION: "translocation tra ctx bnd interchromosomaltranslocation",
    EventKind.REARRANGEMENT: """rearrangement rearranged structuralvariant sv breakpoint
        enhancerhijacking""",
    EventKind.FUSION: "fusion genefusion",
    EventKind.SMALL_VARIANT: """smallvariant mutation mutated pointmutation snv snp indel
        smallindel""",
    EventKind.PROMOTER_VARIANT: "promotervariant promotermutation",
    EventKind.METHYLATION: "methylation hypermethylation promotermethylation",
}
_KINDS: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}

# A symbol, and the few families whose symbols hold a hyphen.
_SYMBOL: Final = re.compile(
    r"(HLA-[A-Z0-9]+|MT-[A-Z0-9]+|(?!(HLA|MT|DT|(AS|IT|OT)\d+)(-|$))[A-Z][A-Za-z0-9.]+"
    r"(-(\d+[A-Z]?|[A-Z]|(AS|IT|OT)\d+|DT))?)"
)
_BETWEEN_PARTNERS: Final = re.compile(r"::|--|/|\|| - ")


def event_kind(word: str) -> tuple[EventKind, Consequence]:
    """The kind of event that a word names, and what a small variant does.

    Returns:
        ``OTHER`` for a word that is not known.

    Example:
        >>> event_kind("Partial Duplication (Lof)")[0]
        <EventKind.PARTIAL_DUPLICATION: 'partial_duplication'>
        >>> event_kind("Inversion/Deletion")[0]
        <EventKind.REARRANGEMENT: 'rearrangement'>
        >>> event_kind("stop_gained")
        (<EventKind.SMALL_VARIANT: 'small_variant'>, <Consequence.NONSENSE: 'nonsense'>)
    """
    kinds = {_KINDS.get(_fold(part), EventKind.OTHER) for part in word.split("/")}
    if EventKind.OTHER not in kinds:
        return (kinds.pop() if len(kinds) == 1 else _joined(kinds)), Consequence.UNKNOWN
    consequence, unknown = consequence_of_words(word)
    if unknown or consequence is Consequence.UNKNOWN:
        return EventKind.OTHER, Consequence.UNKNOWN
    promoter = consequence is Consequence.PROMOTER
    return EventKind.PROMOTER_VARIANT if promoter else EventKind.SMALL_VARIANT, consequence


def _joined(kinds: set[EventKind]) -> EventKind:
    """Several kinds at one gene are one rearrangement if any of them is."""
    rearranged = any(kind.is_rearrangement for kind in kinds)
    return EventKind.REARRANGEMENT if rearranged else EventKind.OTHER


def fusion_name(text: str) -> str:
    """The name of a fusion as ``GENE1::GENE2``, by current symbols; one symbol for one partner.

    A single hyphen parts two genes unless it belongs to a symbol; where it could be both, the
    name is returned as it stands.

    Example:
        >>> fusion_name("EML4-ALK"), fusion_name("EML4--ALK"), fusion_name("ALK")
        ('EML4::ALK', 'EML4::ALK', 'ALK')
        >>> fusion_name("HLA-A-NKX2-1"), fusion_name("NKX2-1")
        ('HLA-A::NKX2-1', 'NKX2-1')
    """
    partners = [part.strip() for part in _BETWEEN_PARTNERS.split(text)]
    if len(partners) == 1:
        tokens = text.strip().split("-")
        splits = [["-".join(tokens[:cut]), "-".join(tokens[cut:])] for cut in range(1, len(tokens))]
        fitting = [pair for pair in splits if all(_SYMBOL.fullmatch(part) for part in pair)]
        partners = fitting[0] if len(fitting) == 1 else partners
    return "::".join(current_symbol(part) for part in partners if part)


def _fold(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", word.casefold())
