"""One file of rules without the rest of the curated data, for commands that ask nothing else.

Reading and checking everything takes a third of a second, which a command that measures one thing
need not spend; `crestome knowledge check` still holds the file to all the others.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from crestome.errors import KnowledgeError
from crestome.knowledge.plain_yaml import PlainYamlError, read_plain_yaml
from crestome.knowledge.schema import Rules

R = TypeVar("R", bound=Rules)


def load_rules(name: str, shape: type[R], root: Path | None = None) -> R:
    """The rules of this name, which must not lean on other files.

    Args:
        name: The file is ``rules/<name>.yaml``.
        shape: What it must hold.
        root: A folder of curated data, or one to lay over the shipped data.

    Raises:
        KnowledgeError: If the file is absent, or a key is missing, misspelt or malformed.
    """
    path = _file(f"rules/{name}.yaml", root)
    try:
        return shape.from_document(read_plain_yaml(path))
    except PlainYamlError as error:
        message = f"{path}: not YAML: {error}"
        raise KnowledgeError(message) from None
    except ValidationError as error:
        faults = error.errors(include_url=False)
        messages = [f"{path}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in faults]
        raise KnowledgeError(*messages) from None


def data_version(root: Path | None = None) -> str:
    """The version of the curated data, with a mark where a folder is laid over them."""
    version = _file("VERSION", root).read_text("utf-8").strip()
    laid_over = root is not None and not (root / "VERSION").is_file()
    return f"{version}+overlay" if laid_over else version


def _file(name: str, root: Path | None) -> Path:
    if root is not None and not root.is_dir():
        message = f"{root}: no such folder; give one that is laid out as the shipped data"
        raise KnowledgeError(message)
    shipped = Path(str(resources.files("crestome.knowledge"))) / "data" / name
    own = None if root is None else root / name
    return own if own is not None and own.is_file() else shipped
