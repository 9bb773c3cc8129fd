from __future__ import annotations

from pathlib import Path

import pytest

from crestome.knowledge.plain_yaml import (
    MOST_BYTES,
    MOST_LEVELS,
    PlainYamlError,
    load_plain_yaml,
    read_plain_yaml,
)


def test_lists_mappings_and_scalars_are_read_with_the_lines_of_their_entries() -> None:
    document = load_plain_yaml("a: x\nb:\n- {c: 1}\n- {c: 2.5}\n")
    assert document.content == {"a": "x", "b": [{"c": 1}, {"c": 2.5}]}
    assert document.lines == {"b": (3, 4)}


@pytest.mark.parametrize("text", ["", "# nothing", "- 1", "one"])
def test_what_is_no_mapping_has_no_lines(text: str) -> None:
    assert load_plain_yaml(text).lines == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", "line 1: "),
        ("a: &x [1]\nb: *x", r"line 1: an anchor \(&\) or alias \(\*\); write the content out"),
        ("a: 1\n<<: *x", r"line 2: an anchor"),
        ("&x a: *x", "line 1: an anchor"),
        ("a: 1\na: 2", 'line 2: found duplicate key "a"'),
        ("a: !!python/object/apply:os.system [x]", "line 1: the tag .*; expected text"),
        ("a: !!binary aGFsbG8=", "line 1: the tag"),
        ("a: 1\n? [b]\n: 2", "line 2: a key that is no text or number"),
        ("2020-01-01: 2", "line 1: a key that is no text or number"),
        ("a: 2020-99-99", "month must be in"),
        ("a: \0", "unacceptable character"),
        ("a: 1\n---\nb: 2", "line 2: "),
        ("[" * 5000, f"more than {MOST_LEVELS} levels"),
    ],
)
def test_what_is_not_plain_is_refused_with_its_line(text: str, fault: str) -> None:
    with pytest.raises(PlainYamlError, match=fault):
        load_plain_yaml(text)


def test_aliases_that_stand_for_thousands_of_millions_are_refused_at_once() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    with pytest.raises(PlainYamlError, match="line 1: an anchor"):
        load_plain_yaml(bomb)


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"#" * (MOST_BYTES + 1), "longer than 4 MB"), (b"a: \xff", "not UTF-8")],
)
def test_a_file_beyond_the_budget_or_not_text_is_refused(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(PlainYamlError, match=fault):
        read_plain_yaml(path)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlainYamlError, match="cannot be read"):
        read_plain_yaml(tmp_path)
