"""What a linter of imports cannot see. The order of the apps is read from pyproject.toml, its one home."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey  # noqa: TID251 -- to find one
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]

# Top-level folders of Python that are no part of the portal: they test it, measure it or set it up.
TOOLS = {"tests", "bench", "scripts"}
# Top-level folders that hold no code of ours.
NOT_OURS = {"var", "build", "staticfiles", "node_modules"}
# Another app is entered by these alone. Open to all: adapters are pipes to the outside, writing has no rows.
DOORS = {
    "models", "queries", "actions", "access", "roles", "audit", "terms", "timing", "dates", "words", "accent",
    "marked",
}  # fmt: skip
OPEN_TO_ALL = {"adapters", "writing"}
# These put the apps together, so they may enter anywhere.
ASSEMBLERS = {"config", "demo"}
# Names that say nothing about what a module is for.
EMPTY_NAMES = {"core", "common", "utils", "helpers", "services", "managers", "mixins", "signals"}
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 40
MAX_README_LINES = 36


def _contract(name: str) -> list[str]:
    return next(contract["layers"] for contract in CONTRACTS["contracts"] if contract["id"] == name)


def _heights() -> dict[str, int]:
    """App to its height: the lowest layer is 0, and apps side by side have the same."""
    lines = reversed(_contract("one-way"))
    return {app: height for height, line in enumerate(lines) for app in re.findall(r"\w+", line)}


HEIGHTS = _heights()


@cache
def _files(suffix: str) -> list[Path]:
    """Every file of ours with this suffix, relative to the root."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob(f"*{suffix}"))
    return sorted(
        path
        for path in found
        if path.parts[0] not in NOT_OURS
        and not any(part.startswith(".") for part in path.parts)
        and "migrations" not in path.parts
    )


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of each import, also of those inside functions."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def _our_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _app_of(model) in HEIGHTS]


def _app_of(model: type[Model]) -> str:
    return model.__module__.partition(".")[0]


def test_every_app_is_under_the_contracts() -> None:
    folders = {path.parts[0] for path in _files(".py") if len(path.parts) > 1} - TOOLS
    assert sorted(folders - set(CONTRACTS["root_packages"])) == []
    assert sorted(set(CONTRACTS["root_packages"]) - set(HEIGHTS)) == []
    # Every app with models keeps the order inside an app as well.
    containers = next(c["containers"] for c in CONTRACTS["contracts"] if c["id"] == "inside-an-app")
    assert sorted({_app_of(model) for model in _our_models()} - set(containers)) == []


def test_foreign_keys_point_down() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in _our_models()
        for field in model._meta.get_fields(include_parents=False)
        if field.concrete
        and field.is_relation
        and isinstance(field.related_model, type)
        and (target := _app_of(field.related_model)) != _app_of(model)
        and HEIGHTS.get(target, -1) >= HEIGHTS[_app_of(model)]
    ]
    assert upward == []


def test_another_app_is_entered_by_its_doors() -> None:
    entered = [
        f"{path}:{line}: {name}"
        for path in _files(".py")
        if path.parts[0] in HEIGHTS and path.parts[0] not in ASSEMBLERS
        for line, name in _imports(path)
        if (target := name.split(".")[0]) in HEIGHTS
        and target not in {path.parts[0], *OPEN_TO_ALL}
        and [*name.split("."), ""][1] not in DOORS
    ]
    assert entered == []


def _reads_clock_rightly(path: Path) -> bool:
    """Where a request, a task or a command begins, and what stands outside the portal."""
    return (
        path.parts[0] in TOOLS
        or path.stem in {"tasks", "middleware", "context"}
        or path.stem.partition("_")[0] == "views"
        or "views" in path.parts
        or path.parts[1:3] == ("management", "commands")
    )


def test_the_clock_is_read_at_the_edge() -> None:
    readers = [
        f"{path}:{line}: {name}"
        for path in _files(".py")
        if not _reads_clock_rightly(path)
        for line, name in _imports(path)
        if name == "adapters.clock" or name.startswith("adapters.clock.")
    ]
    assert readers == []


def test_nothing_reads_the_clock_by_leaving_out_the_moment() -> None:
    """timezone.localdate() and localtime() are conversions with a moment, and clocks without."""
    readers = [
        f"{path}:{node.lineno}"
        for path in _files(".py")
        if path != Path("adapters/clock.py")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and not node.args
        and not node.keywords
        and ast.unparse(node.func).rpartition(".")[2] in {"localdate", "localtime"}
    ]
    assert readers == []


def test_names_say_what_a_module_is_for() -> None:
    empty = [
        str(path)
        for path in _files(".py")
        if EMPTY_NAMES & {*path.parts[:-1], path.stem}
        or path.parts[0] in {"calendar", "calendar.py"}  # would hide Python's own
    ]
    assert empty == []


def test_models_have_no_hidden_order_and_no_loose_links() -> None:
    hidden = [f"{model._meta.label}: ordering" for model in _our_models() if model._meta.ordering]
    loose = [
        f"{model._meta.label}.{field.name}: generic foreign key"
        for model in _our_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert hidden + loose == []


@pytest.mark.parametrize("suffix", [".py", ".js"])
def test_files_are_short(suffix: str) -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in _files(suffix)}
    assert {str(path): lines for path, lines in lengths.items() if lines > MAX_FILE_LINES} == {}


def test_every_app_is_told_on_one_screen() -> None:
    """What takes longer stands in docs/."""
    ours = [config.label for config in apps.get_app_configs() if config.name in HEIGHTS]
    assert len(ours) > len(ASSEMBLERS)
    lengths = {app: len((ROOT / app / "README.md").read_text(encoding="utf-8").splitlines()) for app in ours}
    assert {app: lines for app, lines in lengths.items() if lines > MAX_README_LINES} == {}


def _lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_are_short() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": _lines_of(node)
        for path in _files(".py")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines_of(node) > MAX_FUNCTION_LINES
    }
    assert long == {}
