from __future__ import annotations

from pathlib import Path

import pytest

from crestome.errors import KnowledgeError
from crestome.knowledge import shipped_words
from crestome.knowledge.load import load_knowledge
from crestome.knowledge.shipped_words import load_sample_words


def test_readers_and_the_curated_data_hold_the_same_words() -> None:
    assert load_sample_words() == load_knowledge().sample_words


def test_a_list_that_lacks_is_told_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped_words, "read_document", lambda _: {"sample_words.yaml": None})
    with pytest.raises(KnowledgeError, match=r"sample_words\.yaml: tumour: missing"):
        load_sample_words.__wrapped__()


def test_the_words_are_not_laid_over(tmp_path: Path) -> None:
    (tmp_path / "sample_words.yaml").write_text("tumour:\n  title: x\n")
    with pytest.raises(KnowledgeError, match=r"sample_words\.yaml: not laid over"):
        load_knowledge(tmp_path)
