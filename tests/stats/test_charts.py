"""Charts are honest: gaps stay gaps, what is withheld has no height, and a table says the same."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from essp.stats.web import bars, charts, scales
from essp.stats.web.bars import Given
from essp.stats.web.charts import Series

VALUES = st.lists(st.none() | st.floats(0, 1e5), max_size=100)


def write(value: float) -> str:
    return f"{value:g}"


def days(count: int) -> list[str]:
    return [f"day {each}" for each in range(count)]


@given(VALUES)
def test_every_day_stands_in_the_table_and_a_gap_is_a_dash(values: list[float | None]) -> None:
    chart = charts.line_chart(days(len(values)), [Series("people", values)], write=write)
    told = {row[0]: row[1] for row in chart.table.rows}
    assert len(told) == len(values)
    for day, value in enumerate(values):
        assert told[f"day {day}"] == ("—" if value is None else write(value))


@given(VALUES)
def test_nothing_is_drawn_outside_the_chart(values: list[float | None]) -> None:
    chart = charts.line_chart(
        days(len(values)), [Series("people", values)], write=write, height=200
    )
    for line in chart.lines:
        for x, y in re.findall(r"[ML]([\d.]+) ([\d.e-]+)", line.path):
            assert 0 <= float(x) <= 1000 and 0 <= float(y) <= 200


def test_a_gap_breaks_the_line() -> None:
    chart = charts.line_chart(days(5), [Series("people", [1.0, 2.0, None, 3.0, 4.0])], write=write)
    assert chart.lines[0].path.count("M") == 2


def test_a_chart_of_nothing_is_empty_and_still_says_so_in_its_table() -> None:
    chart = charts.line_chart(days(2), [Series("people", [None, None])], write=write)
    assert chart.empty and chart.table.rows == [["day 1", "—"], ["day 0", "—"]]
    assert charts.line_chart([], [Series("people", [])], write=write).empty


def test_all_zero_is_a_line_on_the_ground() -> None:
    chart = charts.line_chart(days(3), [Series("people", [0.0] * 3)], write=write, height=100)
    assert chart.lines[0].path == "M0.0 100L500.0 100L1000.0 100"


def test_one_point_is_seen_at_the_end_of_its_line() -> None:
    chart = charts.line_chart(days(1), [Series("people", [7.0])], write=write)
    assert chart.lines[0].path.endswith("h0.1") and chart.lines[0].end is not None
    assert chart.lines[0].end.x == "100%"


def test_points_tell_their_day_and_value() -> None:
    chart = charts.line_chart(
        days(91), [Series("people", [float(d) for d in range(91)])], write=write
    )
    dots = chart.lines[0].dots
    assert len(dots) == charts.POINTS
    assert dots[0].words == "day 0: people 0" and dots[-1].words == "day 90: people 90"


def test_names_at_the_end_of_lines_do_not_stand_on_each_other() -> None:
    series = [Series(str(look), [1.0, 1.0 + look / 1000], look) for look in (1, 2, 3)]
    told = [float(line.label_y) for line in charts.line_chart(days(2), series, write=write).lines]
    ordered = sorted(told)
    assert all(b - a >= scales.APART - 0.01 for a, b in itertools.pairwise(ordered))


@given(st.lists(st.floats(0, 300), max_size=6))
def test_spaced_places_keep_their_order_and_their_distance(places: list[float]) -> None:
    found = scales.spaced(sorted(places))
    assert len(found) == len(places)
    assert all(b - a >= scales.APART - 1e-6 for a, b in itertools.pairwise(found))


def test_shares_on_each_other_reach_the_top_where_they_make_a_whole() -> None:
    layers = [Series("read", [0.25, 0.5, None]), Series("wrote", [0.75, 0.5, 0.5], 2)]
    chart = charts.area_chart(days(3), layers, write=write, height=100)
    assert " 0" in chart.lines[1].area and chart.lines[0].area.count("M") == 1
    assert chart.table.rows[0] == ["day 2", "—", "0.5"]


def test_shares_of_a_single_day_are_no_area_and_name_nothing() -> None:
    chart = charts.area_chart(days(3), [Series("read", [0.25, None, 1.0])], write=write)
    assert chart.empty and not chart.lines[0].value and not chart.lines[0].dots
    assert chart.table.rows[0] == ["day 2", "1"]


def test_a_spark_of_equal_values_is_a_level_line_and_of_none_it_is_empty() -> None:
    assert charts.spark([None, None]).path == ""
    level = charts.spark([5.0, 5.0, 5.0])
    assert len({y for _x, y in re.findall(r"([\d.]+) ([\d.]+)", level.path)}) == 1
    assert charts.spark([3.0]).end is not None


def test_what_is_withheld_is_hatched_and_has_no_value() -> None:
    drawn = bars.histogram([Given("a", 5), Given("b", None)], write=write, hidden="<5")
    assert drawn.bars[1].look == "hidden" and drawn.bars[1].value == "<5"
    assert drawn.table.rows[1] == ["b", "<5"]


def test_bars_of_nothing_have_no_height_instead_of_an_error() -> None:
    assert [
        bar.height for bar in bars.histogram([Given("a", 0), Given("b", 0)], write=write).bars
    ] == ["0", "0"]
    assert bars.histogram([], write=write).bars == []
    assert bars.ladder([Given("a", 0)], write=write).bars[0].width == "0%"


@given(st.lists(st.integers(-50, 50), max_size=6))
def test_what_came_and_went_adds_up_to_what_is_left(steps: list[int]) -> None:
    drawn = bars.waterfall([Given(str(n), n) for n in steps], write=write, total="left")
    assert drawn.bars[-1].look == "total" and drawn.bars[-1].value == write(sum(steps))
    assert len(drawn.joins) == len(steps)


def test_where_one_of_those_who_came_and_went_is_withheld_nothing_is_added_up() -> None:
    given_some = [Given("new", 17), Given("long away", None), Given("lapsed", -9)]
    drawn = bars.waterfall(given_some, write=write, total="left", left=24, hidden="<5")
    assert [bar.value for bar in drawn.bars] == ["17", "<5", "-9", "24"]
    assert [bar.look for bar in drawn.bars] == ["up", "hidden", "down", "total"]
    assert not drawn.joins and drawn.table.rows[1] == ["long away", "<5"]


def test_the_curve_of_waiting_reads_as_the_share_that_has_ended() -> None:
    drawn = bars.survival(
        [[2.0, 0.5], [30.0, 0.25]], share=lambda value: f"{value:.0%}", hours=lambda value: f"{value:g} h",
        marks=[(0.5, 2.0, "half"), (0.9, None, "nine in ten")],
    )  # fmt: skip
    told = {row[0]: row[1] for row in drawn.table.rows}
    assert told["1 h"] == "0%" and told["4 h"] == "50%" and told["72 h"] == "75%"
    assert [mark.words for mark in drawn.marks] == ["half"]
    # By keyboard it is read hour by hour, from the left to the right.
    assert [point.words for point in drawn.points][:3] == ["1 h: 0%", "4 h: 50%", "24 h: 50%"]
    assert len(drawn.points) == len(drawn.table.rows)


def test_where_nobody_answered_everything_still_waits() -> None:
    drawn = bars.survival([], share=write, hours=write)
    assert {row[1] for row in drawn.table.rows} == {"0"}
    assert drawn.path == "M0 6H1000"
