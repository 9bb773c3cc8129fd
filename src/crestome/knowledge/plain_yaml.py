"""YAML text → plain mappings, lists and scalars; what could grow without limit is refused.

A few lines of anchors and aliases can stand for thousands of millions of entries, and a list in a
list in a list … for more levels than a program can follow. Curated files and experiments need
neither, so both are refused with the line before anything is expanded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.nodes import Node

MOST_LEVELS: Final = 40
"""Lists and mappings in one another; the deepest curated file has about a dozen."""
MOST_BYTES: Final = 4 << 20
"""The largest text: a megabyte takes some ten seconds; all curated files together have one."""
_PLAIN_TAG: Final = "tag:yaml.org,2002:"
_KINDS: Final = frozenset({"str", "int", "float", "bool", "null", "timestamp", "seq", "map"})


class PlainYamlError(ValueError):
    """A text that is not plain YAML: the line, what was found, what was expected."""


@dataclass(frozen=True, slots=True)
class PlainYaml:
    """A document, and where it says what.

    Attributes:
        content: Mappings, lists and scalars.
        lines: Line of each entry of a list, by the key of the list at the top; counted from 1.
    """

    content: object
    lines: Mapping[str, tuple[int, ...]]


def load_plain_yaml(text: str) -> PlainYaml:
    """Read one document.

    Raises:
        PlainYamlError: If it is not YAML, states a key twice, has anchors, aliases or tags, a key
            that is no scalar, or more levels than `MOST_LEVELS`.

    Example:
        >>> load_plain_yaml("a: [1, 2]").content
        {'a': [1, 2]}
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _plain_composer()
    try:
        node = yaml.compose(text)
        if node is None:
            return PlainYaml(None, {})
        _refuse_objects(node)
        return PlainYaml(yaml.constructor.construct_document(node), _lines(node))
    except MarkedYAMLError as error:
        raise PlainYamlError(_placed(error)) from None
    except (YAMLError, ValueError, OverflowError) as error:
        raise PlainYamlError(str(error).partition("\n")[0]) from None


def read_plain_yaml(path: Path) -> object:
    """The content of a curated file.

    Raises:
        PlainYamlError: As `load_plain_yaml`, and if the file is too large or cannot be read.
    """
    try:
        with path.open("rb") as handle:
            data = handle.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise PlainYamlError(message) from None
    if len(data) > MOST_BYTES:
        message = f"longer than {MOST_BYTES >> 20} MB; cut it into what is needed"
        raise PlainYamlError(message)
    try:
        return load_plain_yaml(data.decode("utf-8-sig")).content
    except UnicodeDecodeError:
        message = "not UTF-8; save it as UTF-8 text"
        raise PlainYamlError(message) from None


def _plain_composer() -> type[Composer]:
    """Builds nodes, and stops at the first that is not plain; bound late, to start up fast."""
    from ruamel.yaml.composer import Composer, ComposerError
    from ruamel.yaml.events import AliasEvent

    class PlainComposer(Composer):
        _level = 0

        def compose_node(self, parent: Node | None, index: int) -> Node | None:
            event = self.parser.peek_event()
            if isinstance(event, AliasEvent) or event.anchor is not None:
                problem = "an anchor (&) or alias (*); write the content out"
                raise ComposerError(None, None, problem, event.start_mark)
            if self._level >= MOST_LEVELS:
                problem = f"more than {MOST_LEVELS} levels of lists and mappings; write fewer"
                raise ComposerError(None, None, problem, event.start_mark)
            self._level += 1
            node: Node | None = super().compose_node(parent, index)
            self._level -= 1
            return node

    return PlainComposer


def _placed(error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    problem = (error.problem or error.context or "not understood").partition("\n")[0]
    return problem if mark is None else f"line {mark.line + 1}: {problem}"


def _refuse_objects(node: Node) -> None:
    """Tags that make objects, and keys that are lists."""
    from ruamel.yaml.composer import ComposerError
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    kind = str(node.tag).removeprefix(_PLAIN_TAG)
    if kind not in _KINDS:
        problem = f"the tag {node.tag}; expected text, numbers, lists and mappings"
        raise ComposerError(None, None, problem, node.start_mark)
    if isinstance(node, SequenceNode):
        for entry in node.value:
            _refuse_objects(entry)
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or str(key.tag) == f"{_PLAIN_TAG}timestamp":
                problem = "a key that is no text or number; expected one"
                raise ComposerError(None, None, problem, key.start_mark)
            _refuse_objects(key)
            _refuse_objects(value)


def _lines(node: Node) -> dict[str, tuple[int, ...]]:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if not isinstance(node, MappingNode):
        return {}
    return {
        str(key.value): tuple(entry.start_mark.line + 1 for entry in value.value)
        for key, value in node.value
        if isinstance(value, SequenceNode)
    }
