"""The house as the tests that guard it read it: its modules, its templates, its calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {"node_modules", "dist", "vendor", "__pycache__", "instance", ".venv"}


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Files of the checkout by pattern, without what is built or fetched."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    kept = (path for path in found if not SKIPPED & set(path.relative_to(ROOT).parts))
    return tuple(sorted(kept))


def modules() -> tuple[Path, ...]:
    """Every Python module of the application."""
    return files("essp/**/*.py", "config.py", "wsgi.py")


def templates(*suffixes: str) -> tuple[Path, ...]:
    """Every template; with suffixes only those that end so."""
    found = files("templates/**/*.*")
    return tuple(path for path in found if not suffixes or path.suffix in suffixes)


def named(path: Path) -> str:
    """A file as a fault names it."""
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def walked(path: Path) -> tuple[ast.AST, ...]:
    """Everything in the syntax of a module, walked once for all rules."""
    return tuple(ast.walk(tree(path)))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a module with the last part of what is called: `session().add` is `add`."""
    for node in walked(path):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield node, called.attr
            elif isinstance(called, ast.Name):
                yield node, called.id


def is_words(node: ast.AST | None) -> bool:
    """Whether an argument is a sentence written there and then."""
    if isinstance(node, ast.JoinedStr):
        return True
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(c.isalpha() for c in node.value)
    )


def told(faults: list[str], instead: str) -> None:
    """Fail with every fault and what to write instead."""
    assert not faults, "\n".join(["", *sorted(faults), "", f"Instead: {instead}"])
