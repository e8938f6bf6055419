"""Every measure is held against a slow, obvious computation over random histories, or says why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from essp.stats import catalogue as _declared  # noqa: F401 - every measure
from essp.stats.measures import Measure, catalogue

COMPARE = {"compare", "compare_each"}
# A measure without a slow counterpart, and the reason. It is better to write one.
REASONS: dict[str, str] = {}


def named_in(source: str) -> Iterator[str]:
    """The measures that calls of `compare` and `compare_each` name, as they stand there."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in COMPARE
        ):
            first = node.args[0]
            for each in first.keys if isinstance(first, ast.Dict) else [first]:
                assert isinstance(each, ast.Constant), (
                    f"line {node.lineno}: name measures as they are"
                )
                yield str(each.value)


def compared() -> set[str]:
    """All measures that some test compares."""
    tests = Path(__file__).parent.glob("test_*.py")
    return {name for test in tests for name in named_in(test.read_text(encoding="utf-8"))}


def same_figure(one: Measure, other: Measure) -> bool:
    """Whether two measures ask and read the same, so that one comparison holds both: a tile of another."""
    said = (one.question, one.reading, one.window, set(one.axes))
    return said == (other.question, other.reading, other.window, set(other.axes))


def test_every_measure_has_a_slow_counterpart_or_a_reason() -> None:
    found, measures = compared(), catalogue()
    held = [measures[name] for name in found if name in measures]
    without = {
        name
        for name, measure in measures.items()
        if name not in found and not any(same_figure(measure, each) for each in held)
    }
    assert without == set(REASONS), "write a slow counterpart, or say why there is none"
    assert all(len(reason.split()) > 3 for reason in REASONS.values())


def test_what_is_compared_is_declared() -> None:
    assert compared() <= set(catalogue())


def test_names_are_found_where_they_stand() -> None:
    source = 'compare("M01", slowly)\ncompare_each({"M02": a, "D4": b}, drawn())\nother("M03")\n'
    assert set(named_in(source)) == {"M01", "M02", "D4"}
