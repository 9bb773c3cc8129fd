"""What a page needs beside an assessment: titles of mechanisms, and places to draw."""

from __future__ import annotations

from crestome.model.genome import Chromosome, Gene, Interval
from crestome.model.record import Record


class MechanismTitle(Record):
    """How a mechanism is introduced to a reader.

    Attributes:
        name: Its key in the calls.
        title: For a heading.
        question: What is asked.
    """

    name: str
    title: str
    question: str = ""


class AssayTitle(Record):
    """How an assay is named to a reader.

    Attributes:
        assay: Its identifier.
        name: In words.
    """

    assay: str
    name: str


class NamedRegion(Record):
    """A region that a figure shades.

    Attributes:
        name: Its cytogenetic name.
        interval: Its extent.
    """

    name: str
    interval: Interval


class Zoom(Record):
    """An arm that a figure draws by itself.

    Attributes:
        name: Chromosome and arm (``11q``).
        interval: Its extent.
        genes: Genes that are marked there.
        regions: Regions that are shaded there.
    """

    name: str
    interval: Interval
    genes: tuple[Gene, ...] = ()
    regions: tuple[NamedRegion, ...] = ()


class GenomeMap(Record):
    """The places of one assembly that figures draw; empty where no assembly is known.

    Attributes:
        chromosomes: In the order of drawing.
        genes: Genes that figures mark.
        regions: Regions that figures shade.
        zooms: Arms that are drawn by themselves.
    """

    chromosomes: tuple[Chromosome, ...] = ()
    genes: tuple[Gene, ...] = ()
    regions: tuple[NamedRegion, ...] = ()
    zooms: tuple[Zoom, ...] = ()
