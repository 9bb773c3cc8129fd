"""The dialects that a user can name, so that a file is read as this one and no other.

What a file is, is found from its content. Where that fails, because a laboratory renamed columns
or two programs write the same names, the user says it, and what is said is held against the file.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from crestome.model.inspection import FileKind
from crestome.read import fusion_dialects, maf_columns, segment_programs, telomere_dialects
from crestome.read.file_alone import READ
from crestome.read.fusion_dialects import find_fusion_dialect
from crestome.read.gene_copies import GENE_COLUMNS, GENE_COPIES, holds_gene_copies
from crestome.read.purity import PURITY, PURITY_COLUMNS, holds_purity
from crestome.read.segment_dialects import Names, fold
from crestome.read.segment_header import find_table
from crestome.read.small_variants import ANNOVAR, MAF
from crestome.read.sv_bedpe import BEDPE, BRASS, ENDS_OF_BEDPE, holds_bedpe
from crestome.read.sv_tables import LINX, LINX_COLUMNS, holds_sv_table
from crestome.read.telomere_measurement import PROGRAM, holds_measurement
from crestome.read.text import TextFile
from crestome.read.vcf_programs import PROGRAMS

_SUGGESTED: Final = 3
_NEAR: Final = 0.6


def _none(_text: TextFile) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class NamedDialect:
    """What a user can say that a file is.

    Attributes:
        key: The word for it.
        name: For people.
        kind: What such a file holds.
        needed: Columns that it must have, each with its spellings; of a VCF, keys of INFO and
            FORMAT. Empty for a kind as a whole.
        in_vcf: Whether it is a VCF.
        holds: Whether a text without these columns is such a file all the same, by its rows.
    """

    key: str
    name: str
    kind: FileKind
    needed: tuple[Names, ...] = ()
    in_vcf: bool = False
    holds: Callable[[TextFile], bool] = field(default=_none, repr=False)

    @property
    def whole_kind(self) -> bool:
        """Whether it names a kind of file and no program."""
        return self.key == self.kind.value


_KINDS: Final = tuple(NamedDialect(key=kind.value, name="any", kind=kind) for kind in READ)
_VARIANT_TABLES: Final = (
    NamedDialect(
        key=MAF,
        name="MAF",
        kind=FileKind.SMALL_VARIANTS,
        needed=(
            maf_columns.GENE,
            (
                *maf_columns.CLASSIFICATION,
                *maf_columns.CONSEQUENCE,
                *maf_columns.PROTEIN,
                *maf_columns.ALTERNATIVES,
            ),
        ),
    ),
    NamedDialect(
        key=ANNOVAR,
        name="ANNOVAR",
        kind=FileKind.SMALL_VARIANTS,
        needed=(("Chr",), ("Start",), ("End",), ("Ref",), ("Alt",)),
    ),
)
_VCF: Final = tuple(
    NamedDialect(key=item.key, name=item.name, kind=item.kind, needed=item.needed, in_vcf=True)
    for item in PROGRAMS
)
_SEGMENTS: Final = tuple(
    NamedDialect(
        key=item.key,
        name=item.name,
        kind=FileKind.COPY_NUMBER,
        needed=item.needed,
        holds=lambda text: find_table(text) is not None,
    )
    for item in segment_programs.DIALECTS
)
_BESIDE_SEGMENTS: Final = (
    NamedDialect(
        key=GENE_COPIES,
        name="copies or states of single genes",
        kind=FileKind.COPY_NUMBER,
        needed=(GENE_COLUMNS,),
        holds=holds_gene_copies,
    ),
    NamedDialect(
        key=PURITY,
        name="purity and ploidy",
        kind=FileKind.COPY_NUMBER,
        needed=(PURITY_COLUMNS,),
        holds=holds_purity,
    ),
)
_ADJACENCIES: Final = (
    NamedDialect(
        key=BEDPE,
        name="BEDPE",
        kind=FileKind.STRUCTURAL_VARIANTS,
        needed=ENDS_OF_BEDPE,
        holds=holds_bedpe,
    ),
    NamedDialect(
        key=BRASS,
        name="BEDPE with the strands of BRASS",
        kind=FileKind.STRUCTURAL_VARIANTS,
        needed=ENDS_OF_BEDPE,
        holds=holds_bedpe,
    ),
    NamedDialect(
        key=LINX,
        name="LINX structural variants and breakends",
        kind=FileKind.STRUCTURAL_VARIANTS,
        needed=LINX_COLUMNS,
        holds=holds_sv_table,
    ),
)
_FUSIONS: Final = tuple(
    NamedDialect(
        key=item.key,
        name=item.name,
        kind=FileKind.FUSIONS,
        needed=item.needed,
        holds=lambda text: find_fusion_dialect(text) is not None,
    )
    for item in fusion_dialects.DIALECTS
)
_TELOMERES: Final = tuple(
    NamedDialect(
        key=item.key,
        name=item.program,
        kind=FileKind.TELOMERES,
        needed=tuple((name,) for name in item.needed),
    )
    for item in {item.key: item for item in telomere_dialects.DIALECTS}.values()
)
_OWN_MEASUREMENT: Final = NamedDialect(
    key="crestome-telomeres",
    name=PROGRAM,
    kind=FileKind.TELOMERES,
    needed=(("tumour",),),
    holds=holds_measurement,
)
NAMED: Final = (
    *_KINDS,
    *_VCF[: sum(item.kind is FileKind.SMALL_VARIANTS for item in _VCF)],
    *_VARIANT_TABLES,
    *_SEGMENTS,
    *_BESIDE_SEGMENTS,
    *(item for item in _VCF if item.kind is FileKind.STRUCTURAL_VARIANTS),
    *_ADJACENCIES,
    *_FUSIONS,
    *_TELOMERES,
    _OWN_MEASUREMENT,
)
"""The kinds first, then the dialects by kind."""


def find_named(word: str) -> NamedDialect | None:
    """The dialect that a user names, without regard to case and punctuation.

    Example:
        >>> find_named("STAR_fusion").name, find_named("Copy Number").kind.value
        ('STAR-Fusion', 'copy number')
    """
    wanted = fold(word)
    by_key = next((item for item in NAMED if fold(item.key) == wanted), None)
    return by_key or next((item for item in NAMED if fold(item.name) == wanted), None)


def nearest_names(word: str) -> tuple[str, ...]:
    """The keys that are spelt nearly so, or hold the word; none where nothing is near.

    Example:
        >>> nearest_names("seqenza")
        ('sequenza',)
    """
    wanted = word.strip().lower()
    keys = [item.key for item in NAMED]
    inside = [key for key in keys if wanted and (wanted in key or key in wanted)]
    near = difflib.get_close_matches(wanted, keys, n=_SUGGESTED, cutoff=_NEAR)
    return tuple(dict.fromkeys([*near, *inside]))[:_SUGGESTED]
