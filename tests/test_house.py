"""The rules of the house that a machine can check: size, names, mirrors, places of a mechanism."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crestome import __all__ as public_names
from crestome.call import MECHANISMS, SHARED
from crestome.knowledge.load import load_knowledge

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "crestome"
MODULES = sorted(SOURCE.rglob("*.py"))
PATHS = [path.relative_to(SOURCE).as_posix() for path in MODULES]

BANNED_NAMES = {"utils", "helpers", "common", "core", "base", "misc", "manager", "handler", "tools"}
BANNED_VERBS = ("process_", "handle_", "do_", "manage_", "get_")
UNITS = ("_BP", "_MB", "_ROWS", "_BYTES", "_DAYS", "BP_PER_MB")

# Where an import may stand inside a function: where start-up or an optional package asks for it.
LAZY_ROOMS = ("cli/", "report/", "pipeline/", "__main__.py", "__init__.py")
LAZY_PACKAGES = {"ruamel", "pysam", "zarr"}


def tree_of(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text("utf-8"))


def functions_of(module: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.FunctionDef):
            yield node


def body_lines(function: ast.FunctionDef) -> int:
    body = function.body
    if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        body = body[1:]
    return 0 if not body else (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("module", PATHS)
def test_a_module_has_at_most_400_lines(module: str) -> None:
    assert len((SOURCE / module).read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", PATHS)
def test_a_function_is_short_and_has_few_parameters(module: str) -> None:
    kernel = module.startswith("numerics/")
    for function in functions_of(module):
        assert body_lines(function) <= (80 if kernel else 40), function.name
        if not module.startswith("cli/"):
            arguments = function.args
            named = [
                a for a in (*arguments.posonlyargs, *arguments.args) if a.arg not in {"self", "cls"}
            ]
            assert len(named) <= (8 if kernel else 5), function.name


@pytest.mark.parametrize("module", PATHS)
def test_a_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(tree_of(module)), module


@pytest.mark.parametrize("module", PATHS)
def test_names_say_something(module: str) -> None:
    assert not BANNED_NAMES & set(Path(module).with_suffix("").parts)
    for function in functions_of(module):
        name = function.name.lstrip("_")
        assert not name.startswith(BANNED_VERBS), function.name
        assert not name.startswith("run_") or module.startswith("pipeline/"), function.name


@pytest.mark.parametrize("module", [p for p in PATHS if not p.endswith("__.py")])
def test_every_module_has_its_test_module(module: str) -> None:
    path = Path(module)
    assert (ROOT / "tests" / path.parent / f"test_{path.name}").is_file()


@pytest.mark.parametrize("module", [p for p in PATHS if p.startswith("model/")])
def test_the_model_holds_no_logic(module: str) -> None:
    for function in functions_of(module):
        validator = any("validator" in ast.unparse(item) for item in function.decorator_list)
        assert validator or body_lines(function) <= 14, function.name


@pytest.mark.parametrize("module", PATHS)
def test_no_coordinate_is_written_in_code(module: str) -> None:
    tree = tree_of(module)
    named = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id.endswith(UNITS)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int):
            assert node.value < 10_000 or id(node) in named, f"{module}:{node.lineno}"


@pytest.mark.parametrize("module", PATHS)
def test_imports_inside_functions_stand_only_where_start_up_asks_for_them(module: str) -> None:
    if module.startswith(LAZY_ROOMS):
        return
    for function in functions_of(module):
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                name = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                assert (name or "").split(".")[0] in LAZY_PACKAGES, f"{module}:{node.lineno}"


@pytest.mark.parametrize("module", PATHS)
def test_every_cited_key_resolves(module: str) -> None:
    references = load_knowledge().references
    for node in ast.walk(tree_of(module)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        cited = re.findall(r"References:(.*?)(?:\n\n|\Z)", ast.get_docstring(node) or "", re.DOTALL)
        for key in re.findall(r"[a-z][a-z-]*-\d{4}[a-z0-9-]*", " ".join(cited)):
            assert key in references, key


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name)
def test_a_mechanism_has_its_places(mechanism) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    name = mechanism.name
    for place in (
        SOURCE / "call" / f"{name}.py",
        SOURCE / "knowledge" / "data" / "rules" / f"{name}.yaml",
        ROOT / "tests" / "call" / f"test_{name}.py",
        ROOT / "docs" / "mechanisms" / f"{name}.md",
    ):
        assert place.is_file(), place


def test_every_module_of_the_calls_is_a_mechanism_or_named_as_shared() -> None:
    modules = {path.stem for path in (SOURCE / "call").glob("*.py")} - {"__init__"}
    assert modules == {mechanism.name for mechanism in MECHANISMS} | set(SHARED)


def test_the_public_door_is_small() -> None:
    assert len(public_names) <= 15


def test_the_checks_call_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    checks = (ROOT / ".ci" / "run").read_text("utf-8")
    found = re.search(r"^TEST_COMMAND='(.+)'$", checks, re.MULTILINE)
    assert found is not None
    assert found[1] in readme


def test_no_cohort_data_is_committed() -> None:
    data = ROOT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("../shared/data is absent: nothing to compare with")
    held = {path.stat().st_size: path for path in data.rglob("*") if path.is_file()}
    for path in (*SOURCE.rglob("*"), *(ROOT / "tests").rglob("*"), *(ROOT / "examples").rglob("*")):
        if path.is_file() and path.stat().st_size > 2000 and path.stat().st_size in held:
            assert path.read_bytes() != held[path.stat().st_size].read_bytes(), path
