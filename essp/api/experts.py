"""Who knows what for programs: what the same person finds in the browser."""

from __future__ import annotations

from essp.api import expert_shapes as told
from essp.api.operations import operation
from essp.api.telling import named, url
from essp.expertise import finding
from essp.expertise.shapes import Found, Line, Wanted
from essp.people.current import me


@operation("GET", "/experts", told.ExpertsTold, query=told.ExpertQuestion, problems=[400])
def find_experts(query: told.ExpertQuestion) -> told.ExpertsTold:
    """Find people who know, with the work you may open that shows it."""
    wanted = Wanted(query.department, query.location, query.language, limit=query.limit)
    answer = finding.find(me(), query.q, wanted)
    return told.ExpertsTold(
        items=[_told(each) for each in answer.people],
        shown=answer.shown,
        declared=answer.declared,
        meant=answer.meant or None,
        departments=[told.CountTold(name=each.name, count=each.count) for each in answer.sits],
        close=answer.close,
        off=answer.off,
        degraded=answer.degraded,
    )


def _told(found: Found) -> told.ExpertTold:
    person, room, figures = found.person, found.room, found.figures
    return told.ExpertTold(
        person=named(person),
        job_title=person.job_title,
        department=person.department,
        location=person.location,
        speaks=person.speaks,
        level=found.level.value,
        figures=told.FiguresTold(
            share=round(figures.share, 4), accepted_answers=figures.answers,
            endorsed=figures.endorsed, months=list(figures.months),
        ),
        evidence=[_line(each) for each in found.lines],
        last_at=found.last_at,
        away_until=room.away_until,
        deputy=named(room.deputy) if room.deputy is not None else None,
        answers_within_hours=room.answers_within,
        url=url(f"/people/{person.handle}"),
    )  # fmt: skip


def _line(line: Line) -> told.EvidenceTold:
    return told.EvidenceTold(
        kind=line.kind.value,
        text=str(line.text).replace("%(work)s", line.work),
        work=line.work or None,
        url=url(line.path) if line.path else None,
        at=line.at,
    )
