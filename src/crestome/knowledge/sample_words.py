"""Words in the names of samples that say which is the tumour, and the questions asked of them.

A normal that is read as the tumour is a tumour without mutations. Where neither the case nor the
header of a file says which sample is which, the names do, by words that are known and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from pydantic import model_validator

from crestome.knowledge.schema import Mark, Sources, Text
from crestome.model.record import Record

FILE: Final = "sample_words.yaml"
TUMOUR: Final = "tumour"
NORMAL: Final = "normal"
ANY_TUMOUR: Final = "any_tumour"
LISTS: Final = (TUMOUR, NORMAL, ANY_TUMOUR)


class WordList(Record):
    """One list of words.

    Attributes:
        title: What a name with one of them is.
        words: Whole words of a name, in lower case.
        within: Parts that say it wherever they stand, in lower case.
        never: Words that hold one of ``within`` and say nothing.
        ends: Ends of a name, behind what it shares with the other name.
        letters: Last letters that say it beside a letter of the opposite list.
        sources: Keys into ``references.yaml``.
        mark: See `Mark`.
        note: Why these, for people.
    """

    title: Text
    words: tuple[Text, ...]
    within: tuple[Text, ...] = ()
    never: tuple[Text, ...] = ()
    ends: tuple[Text, ...] = ()
    letters: tuple[Text, ...] = ()
    sources: Sources
    mark: Mark
    note: str = ""

    @model_validator(mode="after")
    def _is_plain(self) -> WordList:
        lower = (*self.words, *self.within, *self.never, *self.letters)
        odd = [word for word in lower if word != word.strip().lower()]
        if odd:
            message = f"expected lower case without blanks at the ends, found {odd[0]!r}"
            raise ValueError(message)
        return self

    @cached_property
    def whole(self) -> frozenset[str]:
        """The whole words."""
        return frozenset(self.words)

    def found_within(self, text: str) -> bool:
        """Whether a part that says it stands anywhere in a text.

        Example:
            >>> words = WordList(title="normal", words=(), within=("normal",), never=("abnormal",),
            ...     sources=("crestome-conventions",), mark=Mark.CONVENTION)
            >>> words.found_within("P1_Normal_1"), words.found_within("abnormal")
            (True, False)
        """
        plain = text.casefold()
        for word in self.never:
            plain = plain.replace(word, " ")
        return any(part in plain for part in self.within)

    @cached_property
    def end(self) -> re.Pattern[str]:
        """Matches one of the ends at the beginning of what follows a shared stem."""
        ends = "|".join(map(re.escape, self.ends))
        return re.compile(rf"^[\W_]*({ends})(?![a-z0-9])", re.IGNORECASE)


def find_word_faults(lists: Mapping[str, WordList]) -> Iterator[str]:
    """What is wrong between the lists: one that lacks, a word twice, a word on both sides."""
    yield from (f"{name}: missing" for name in LISTS if name not in lists)
    yield from (f"{name}: no list is read by this name" for name in lists if name not in LISTS)
    for name, entry in lists.items():
        for word in dict.fromkeys(entry.words):
            if entry.words.count(word) > 1:
                yield f"{name}: words: {word!r} stands there twice"
    tumour, normal = lists.get(TUMOUR), lists.get(NORMAL)
    if tumour is None or normal is None:
        return
    for key in ("words", "within", "ends", "letters"):
        for word in getattr(tumour, key):
            if word in getattr(normal, key):
                yield f"{NORMAL}: {key}: {word!r} stands under {TUMOUR} too and would tell nothing"
