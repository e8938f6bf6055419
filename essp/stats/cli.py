"""Insight from the command line: fill days, fill them anew, compare, join departments."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import current_app

from essp.core.commands import in_app, json_option, report
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.stats import filled, filling, refilling, renaming
from essp.stats.turn import Busy

SHOWN = 20
BUSY = "Days are being filled by another process at this moment. It goes on by itself."


class Day(click.ParamType[date]):
    """A day such as 2026-11-21."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a sentence about what is wrong otherwise."""
        try:
            return value if isinstance(value, date) else datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a day. Write it as 2026-11-21.", param, ctx)


@click.group()
def stats() -> None:
    """Count what happened: fill days with figures, fill them anew, compare."""


@stats.command()
@click.option("--since", type=Day(), help="The first day; without it, the first not filled yet.")
@click.option("--until", type=Day(), help="The last day; without it, yesterday.")
@json_option
@in_app
def fill(since: date | None, until: date | None, as_json: bool) -> None:
    """Fill the days that are not filled yet. Stopped half way it goes on where it was.

    The worker does this each night. A year of the past is filled by naming its first day.
    """
    last = filled.last_over(_zone())
    _see_order(since, until)
    if since is not None and since > last:
        raise click.ClickException(f"{since} is not over. The last day that is over is {last}.")
    wanted = min(until, last) if until else last
    rows: dict[str, int] = {}
    hidden = as_json or not sys.stderr.isatty()
    length = len(filled.missing(wanted, since))
    failed = ""
    with click.progressbar(length=length, label="Filling", file=sys.stderr, hidden=hidden) as bar:
        try:
            for day, made in filling.fill(wanted, _zone(), since):
                rows[day.isoformat()] = made
                bar.update(1)
        except Busy as busy:
            raise click.ClickException(BUSY) from busy
        except filling.Unfinished as unfinished:
            failed = str(unfinished)
    answer = {
        "days": rows, "until": wanted, "not_over": bool(until and until > last), "failed": failed,
        "clock": [day.isoformat() for day in filled.filled_ahead()],
    }  # fmt: skip
    report(answer, _filled_lines, as_json=as_json)
    sys.exit(1 if failed else 0)


@stats.command()
@click.argument("first", type=Day())
@click.argument("last", type=Day(), required=False)
@json_option
@in_app
def rebuild(first: date, last: date | None, as_json: bool) -> None:
    """Count the days from FIRST to LAST anew, from what is there now.

    What can no longer be counted stays as it was: what somebody opened or looked for is kept 35 days.
    """
    last = last or first
    _see_order(first, last)
    hidden = as_json or not sys.stderr.isatty()
    done: list[refilling.Rebuilt] = []
    length = (last - first).days + 1
    with click.progressbar(length=length, label="Counting", file=sys.stderr, hidden=hidden) as bar:
        try:
            for each in refilling.rebuild(first, last, _zone()):
                done.append(each)
                bar.update(1)
        except Busy as busy:
            raise click.ClickException(BUSY) from busy
        except filling.Unfinished as unfinished:
            raise click.ClickException(f"{unfinished}. What failed is as it was.") from unfinished
    answer = [
        {"day": each.day, "rows": each.rows, "stayed": each.stayed, "forgotten": each.forgotten}
        for each in done
    ]
    report(answer, lambda _told: "\n".join(_rebuilt_lines(done)), as_json=as_json)


@stats.command()
@click.argument("day", type=Day(), required=False)
@json_option
@in_app
def check(day: date | None, as_json: bool) -> None:
    """Compare the figures of DAY, or the last one filled, with what would be counted now.

    Exits with 1 where they differ. Nothing is changed.
    """
    chosen = day or filled.last_filled()
    if chosen is None:
        raise click.ClickException("No day is filled yet. Run: essp stats fill")
    drift = refilling.check(chosen, _zone())
    answer = {
        "day": drift.day, "figures": drift.figures, "rows": drift.rows,
        "differing": [each.__dict__ for each in drift.differing], "missing": drift.missing,
        "stayed": drift.stayed, "asked_otherwise": drift.asked_otherwise,
    }  # fmt: skip
    report(answer, lambda _told: "\n".join(_drift_lines(drift)), as_json=as_json)
    sys.exit(1 if drift.found else 0)


@stats.group()
def departments() -> None:
    """Look after departments that were renamed or merged."""


@departments.command()
@click.argument("old")
@click.argument("new")
@click.option("--leave-profiles", is_flag=True, help="Do not change the department on profiles.")
@json_option
@in_app
def join(old: str, new: str, leave_profiles: bool, as_json: bool) -> None:
    """Count the department OLD as NEW from now on, take its past figures over, and change profiles."""
    try:
        with transaction():
            joined = renaming.join_departments(old, new, profiles=not leave_profiles)
    except Invalid as invalid:
        raise click.ClickException(" ".join(map(str, invalid.errors.values()))) from invalid
    report(
        joined.__dict__, lambda _told: "\n".join(_joined_lines(joined, old, new)), as_json=as_json
    )


def _zone() -> ZoneInfo:
    found: ZoneInfo = current_app.config["SETTINGS"].zone
    return found


def _see_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise click.ClickException(f"{last} is before {first}.")


def _filled_lines(told: Any) -> str:
    days = told["days"]
    rows = sum(days.values())
    said = [f"{len(days)} days filled, {rows} rows, up to {told['until']}."]
    if not days and not told["failed"]:
        said = [f"Every day up to {told['until']} is filled."]
    if told["not_over"]:
        said.append("A day that is not over is not filled.")
    if told["failed"]:
        said.append(f"{told['failed']}. It is tried again with the next fill.")
    if told["clock"]:
        said.append(
            f"The clock went wrong: {', '.join(told['clock'][:SHOWN])} were filled at a moment that has"
            " not come yet. If the clock is right now, run essp stats rebuild for these days."
        )
    return "\n".join(said)


def _rebuilt_lines(done: list[refilling.Rebuilt]) -> Iterator[str]:
    for each in done:
        if each.forgotten:
            yield f"{each.day} is not over: what was said of it is forgotten, until it is."
        elif each.stayed:
            yield (
                f"{each.day}: {each.rows} rows. Kept as they were, since what they are made of is kept"
                f" 35 days: {', '.join(each.stayed)}."
            )
        else:
            yield f"{each.day}: {each.rows} rows."


def _drift_lines(drift: refilling.Drift) -> Iterator[str]:
    if not drift.found:
        yield f"{drift.day}: {drift.figures} figures, all as would be counted now."
    for step, (kept, now) in drift.rows.items():
        yield f"{drift.day}: {step} made {kept} rows and would make {now} now."
    for each in drift.differing[:SHOWN]:
        place = f"{each.scope} {each.key}".strip()
        values = (
            "too few people to show" if each.few else f"{_told(each.kept)}, now {_told(each.now)}"
        )
        yield f"{each.measure} of {place}: {values}"
    if len(drift.differing) > SHOWN:
        yield f"... and {len(drift.differing) - SHOWN} more"
    if drift.stayed:
        yield f"Not compared, since what they are made of is gone: {', '.join(drift.stayed)}."
    if drift.missing:
        yield f"Not filled: {', '.join(drift.missing)}. Run: essp stats fill --since {drift.day}"
    if drift.asked_otherwise:
        yield f"Asked otherwise than then: {', '.join(drift.asked_otherwise)}."
    if drift.found:
        yield (
            "A figure says what was known when its day was filled, so later changes show here. To count"
            f" the day anew: essp stats rebuild {drift.day}"
        )


def _joined_lines(joined: renaming.Joined, old: str, new: str) -> Iterator[str]:
    yield f"{old} is counted as {new} now. {joined.carried} days of the past were taken over."
    if joined.apart:
        yield (
            f"Both have figures on {joined.apart} days, which stay apart. To count them together:"
            f" essp stats rebuild {joined.first_apart} {joined.last_apart}"
        )
    if joined.followed:
        yield f"{joined.followed} people have {new} on their profile now."
    if joined.sourced:
        yield f"Departments come from where people sign in: change {old} there too, or it begins again."
    if joined.still:
        yield (
            f"{joined.still} people still have {old} on their profile. Change it there, or it begins"
            " again."
        )


def _told(value: float | None) -> str:
    return "—" if value is None else f"{value:g}"
