"""Charts with made-up values, for the page that shows every component."""

from __future__ import annotations

import math
from types import SimpleNamespace

from essp.stats.web import bars, charts
from essp.stats.web.bars import Given
from essp.stats.web.charts import Series
from essp.stats.web.edge import blueprint


@blueprint.app_template_global()
def chart_samples() -> SimpleNamespace:
    """One chart of each kind, a gap and a withheld value among them."""
    days = [f"{each + 1} Oct" for each in range(31)]
    waves = [1100 + 300 * math.sin(each / 2) if each % 7 < 5 else 140.0 for each in range(31)]
    some: list[float | None] = [
        None if each in (9, 10) else value for each, value in enumerate(waves)
    ]
    weeks = [2500.0 + 12 * each for each in range(31)]
    shares = [
        Series(label, [part] * 31, look)
        for look, (label, part) in enumerate(
            [("write", 0.08), ("react", 0.14), ("read", 0.45), ("absent", 0.33)], 1
        )
    ]
    waited = [
        Given("under 1 h", 31),
        Given("1–4 h", 44),
        Given("4–24 h", 68),
        Given("longer", 33, "light"),
    ]
    return SimpleNamespace(
        line=charts.line_chart(
            days, [Series("day", some), Series("week", weeks, 2)], write=_whole, counts=True,
            band=[(each - 150, each + 150) for each in waves], marks=[(14, "a new team joined")],
        ),
        area=charts.area_chart(days, shares, write=_percent),
        survival=bars.survival(
            [[1, 0.8], [4, 0.5], [30, 0.25], [200, 0.12]], share=_percent, hours=_hours,
            marks=[(0.5, 4.0, "half within 4 h")], heads=("Within", "Answered"),
        ),
        histogram=bars.histogram(
            [*waited, Given("no answer", 13, "hot"), Given("too few", None)], write=_whole,
            limit=(3, "76% within a day"), hidden="<5", heads=("Time", "Questions"),
        ),
        waterfall=bars.waterfall(
            [Given("new", 14), Given("returned", 6), Given("lapsed", -9)], write=_signed,
            total="flow", heads=("", "People"),
        ),
        ladder=bars.ladder(
            [Given("Opened it", 4362), Given("Reacted", 1466, note="34%"), Given("Edited", None)],
            write=_whole, hidden="<5",
        ),
        spark=charts.spark(some),
    )  # fmt: skip


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _signed(value: float) -> str:
    return f"{value:+.0f}"


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _hours(value: float) -> str:
    return f"{value:.0f} h" if value < 24 else f"{value / 24:.0f} d"
