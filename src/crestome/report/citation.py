"""Ties every claim of the page to its sources; a claim without one cannot be built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from crestome.errors import KnowledgeError
from crestome.model.assessment import ReferenceEntry

_SAFE_SCHEMES: Final = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Sourced:
    """A sentence that claims something, with the keys of its sources.

    Attributes:
        text: The sentence.
        sources: Keys into the reference list of the page; at least one.

    Raises:
        KnowledgeError: If the sentence has no source.

    Example:
        >>> Sourced("MYCN is amplified.", ("ambros-2009",)).sources
        ('ambros-2009',)
    """

    text: str
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            message = (
                f"report: the sentence {self.text!r} has no source; "
                "add a key of references.yaml to the rule or claim that it comes from"
            )
            raise KnowledgeError(message)


@dataclass(frozen=True, slots=True)
class ListedReference:
    """One entry of the reference list.

    Attributes:
        key: The key that sentences cite; also the anchor.
        citation: Authors, title, journal, year.
        link: A web link; "" where there is none, or where it is no web link.
    """

    key: str
    citation: str
    link: str


def list_references(
    entries: Iterable[ReferenceEntry], cited: Iterable[str]
) -> tuple[ListedReference, ...]:
    """The reference list of a page, by key.

    Args:
        entries: Every reference that the assessment carries.
        cited: Every key that a sentence of the page cites.

    Returns:
        One entry per key; only ``http`` and ``https`` addresses become links.

    Raises:
        KnowledgeError: If a cited key is not among the entries: its link would lead nowhere.
    """
    listed = {
        entry.key: ListedReference(
            key=entry.key,
            citation=entry.citation,
            link=entry.link if entry.link.startswith(_SAFE_SCHEMES) else "",
        )
        for entry in entries
    }
    lost = sorted(set(cited) - set(listed))
    if lost:
        message = (
            f"references: {', '.join(lost)} cited by a call or a drug, but not among "
            "the references of the assessment; add each to references.yaml"
        )
        raise KnowledgeError(message)
    return tuple(listed[key] for key in sorted(listed))
