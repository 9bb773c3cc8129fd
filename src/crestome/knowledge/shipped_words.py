"""The shipped words in the names of samples, for readers, which know no folder of curated data.

They are read once, without the rest of the curated data: ``inspect`` needs nothing else of it.
"""

from __future__ import annotations

from functools import cache

from crestome.errors import KnowledgeError
from crestome.knowledge.load import read_document, shipped_root, validated
from crestome.knowledge.sample_words import FILE, LISTS, WordList


@cache
def load_sample_words() -> dict[str, WordList]:
    """The lists of words by name.

    Raises:
        KnowledgeError: If the file is not as its schema demands, or a list lacks.

    Example:
        >>> "blood" in load_sample_words()["normal"].whole
        True
    """
    path, content = shipped_root() / FILE, read_document(shipped_root()).get(FILE)
    found = content if isinstance(content, dict) else {}
    lacking = [name for name in LISTS if name not in found]
    if lacking:
        message = f"{path}: {lacking[0]}: missing; samples of files are told apart by it"
        raise KnowledgeError(message)
    return {name: validated(WordList, found[name], path, name) for name in LISTS}
