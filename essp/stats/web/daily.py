"""The page of a day: what a community manager reads in the morning."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from essp.core.access import members
from essp.core.db import session
from essp.core.decision import NotFound, Refused
from essp.core.i18n import Message
from essp.people.current import me
from essp.people.models import Person
from essp.stats import agreeing, briefing, choosing, reading, telling
from essp.stats.asking import DAY, SITE, Axis, Scope
from essp.stats.briefing import Brief
from essp.stats.recording import mode
from essp.stats.telling import Period
from essp.stats.web import day_people, day_shown, day_spaces, day_topics
from essp.stats.web.day_words import address_if
from essp.stats.web.edge import blueprint
from essp.stats.web.frame import day_asked

WEEK = 7
WAITING = 4


@blueprint.get("/insight")
@members
def day() -> ResponseReturnValue:
    """What happened on a day, for community managers; everybody else sees their own figures."""
    if not reading.may_see(me(), SITE):
        return redirect(url_for("insight.mine"))
    asked, last = day_asked(), reading.last_day()
    if asked is None or last is None:
        return render_template("insight/day.html", brief=None, mode=mode(), refused=None)
    period = period_asked()
    asked = briefing.last_of(asked, period, last)
    department = request.args.get("department", "")[:120]
    scope = Scope(Axis.DEPARTMENT, department) if department else SITE
    try:
        brief, refused = briefing.brief(me(), scope, asked, period), None
    except Refused as why:
        brief, refused = briefing.brief(me(), SITE, asked, period), why.reason
    except NotFound:
        return redirect(day_shown.address(asked, period, ""))
    return _shown(brief, last, refused)


def _shown(brief: Brief, last: date, refused: Message | None) -> str:
    count, step, _window = day_shown.STRIP[brief.period]
    end = min(last, max(brief.day, brief.day + count * step * DAY))
    back = max(day_shown.TREND, count * step) + (end - brief.day).days
    over = day_shown.over_time(brief, end, back)
    beside = day_shown.beside(brief)
    site = brief.scope == SITE
    department = "" if site else brief.scope.key
    told = brief.by_slug
    return render_template(
        "insight/day.html",
        brief=brief, mode=mode(), refused=refused, site=site, department=department,
        departments=departments(), agreed=agreeing.present(), choice=choosing.chosen(me()),
        strip=day_shown.strip(brief, over, last, department), ways=_ways(brief, last, department),
        compared=telling.compared_words(brief.day, brief.period),
        day_words=telling.day_words(brief.day, year=True),
        people=day_shown.people_active(over, brief.day),
        ladder=day_shown.from_reading_to_writing(told["ladder"].shown),
        sticky=beside.get("M03"), waits=told["answer-time"].shown,
        curve=day_shown.answer_curve(told["answer-time"].shown), waiting=brief.waiting[:WAITING],
        topics=day_topics.rows_of(me(), told["gaps"].shown, told["fragile"].shown) if site else [],
        meeting=day_shown.meeting(told["silos"].shown) if site else None,
        spaces=day_spaces.rows_of(me(), brief.day, brief.sight) if site else [],
        spaces_url=address_if("insight.spaces"), privacy_url=address_if("insight.privacy"),
        knowledge_url=address_if("insight.knowledge", day=brief.day.isoformat()),
        champions=day_people.champions(me(), briefing.asked_of(brief.day, WEEK)) if site else [],
    )  # fmt: skip


def period_asked() -> Period:
    """The period in the address; a day where there is none."""
    asked = request.args.get("period", "")
    return Period(asked) if asked in {each.value for each in Period} else Period.DAY


def departments() -> list[str]:
    """The departments in which people work now, by name."""
    return list(
        session().scalars(
            select(Person.department)
            .where(Person.joined_at.is_not(None), Person.left_at.is_(None), Person.department != "")
            .group_by(Person.department)
            .order_by(Person.department)
        )
    )


def _ways(brief: Brief, last: date, department: str) -> dict[str, str]:
    """Where one goes from here: the day before and after, and the same day as a week or month."""
    step = day_shown.STRIP[brief.period][1] if brief.period is not Period.MONTH else 0
    earlier = brief.day - step * DAY if step else telling.month_before(brief.day)
    later = brief.day + step * DAY if step else (brief.day + 20 * DAY)
    later = briefing.last_of(later, brief.period, last)
    ways = {each.value: day_shown.address(brief.day, each, department) for each in Period}
    ways["before"] = day_shown.address(
        briefing.last_of(earlier, brief.period, last), brief.period, department
    )
    if brief.day < last:
        ways["after"] = day_shown.address(later, brief.period, department)
    return ways
