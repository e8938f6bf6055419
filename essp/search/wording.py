"""Results, notes and jumps as the screens show them: marked, escaped, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from essp.core.i18n import Message, _, lazy, ngettext
from essp.core.web import when
from essp.people.models import Person
from essp.search.facets import Value
from essp.search.filters import NAMES, Filters, Name
from essp.search.passages import Passage
from essp.search.queries import FoundFile, FoundPage, Row, Share
from essp.search.query import Note, NoteCode
from essp.search.searching import Jump, Result
from essp.search.threads import FoundThread
from essp.spaces.models import Space
from essp.spaces.wording import access_line
from essp.wiki.rendering import ink_of

NOTES: dict[NoteCode, Message] = {
    "unclosed quote": lazy("A quotation mark had no partner, so we searched for the words by themselves."),
    "unreadable date": lazy("We could not read a date. Write it as 2026, 2026-03 or 2026-03-31."),
    "empty operator": lazy("Something should follow the colon straight away, without a space."),
    "too long": lazy("The question was long, so we used its beginning."),
    "unknown kind": lazy("A kind is page, conversation, file, person or space."),
}  # fmt: skip
FILTERS: dict[Name, Message] = {
    "kind": lazy("Kind"),
    "space": lazy("Space"),
    "author": lazy("Written by"),
    "topic": lazy("Topic"),
    "changed": lazy("Changed"),
}
PERIODS = {
    "week": lazy("In the last week"),
    "month": lazy("In the last month"),
    "year": lazy("In the last year"),
}
SYMBOLS = {
    "page": "file-text",
    "thread": "messages-square",
    "file": "paperclip",
    "person": "users",
    "space": "layers",
}


@dataclass(frozen=True)
class Shown:
    """A result as its row in the list wants it; `within` is title and address of a file's post."""

    url: str
    title: Markup
    excerpt: Markup
    symbol: str
    meta: str
    shares: list[Share]
    within: tuple[str, str] | None = None


def shown(result: Result) -> Shown:
    """A result for the screen."""
    row = result.row
    return Shown(
        url=url_of(row),
        title=html(result.title),
        excerpt=Markup(" ").join(map(html, result.passages)).replace("… …", "… "),
        symbol=SYMBOLS[result.kind],
        meta=_meta(result),
        shares=_bar(row) if isinstance(row, FoundPage) else [],
        within=_post_of(row) if isinstance(row, FoundFile) else None,
    )


def _post_of(file: FoundFile) -> tuple[str, str] | None:
    if file.post_uid is None:
        return None
    return file.thread or _("Comment"), url_for("discussions.post", said=file.post_uid)


def html(passage: Passage) -> Markup:
    """A passage with its marks, everything else escaped."""
    return Markup("").join(
        Markup("<mark>%s</mark>") % piece.text if piece.marked else escape(piece.text)
        for piece in passage
    )


def url_of(row: Row) -> str:
    """Where a result leads."""
    if isinstance(row, FoundPage | FoundFile | FoundThread):
        return row.path
    if isinstance(row, Space):
        return url_for("spaces.show", slug=row.slug)
    return url_for("people.profile", handle=row.handle)


def context_of(row: Row, *, authors: bool = False) -> str:
    """What tells a result from others of its name."""
    if isinstance(row, Space):
        line = str(access_line(row))
        return line[:1].upper() + line[1:]
    if isinstance(row, Person):
        return ", ".join(filter(None, (row.job_title, row.department, row.location)))
    if isinstance(row, FoundThread):
        return _talk(row) if authors else row.space_name
    if isinstance(row, FoundFile):
        place = row.space_name or _("Profile of %(name)s", name=row.owner)
        sent = _("Sent by %(name)s, %(when)s", name=row.author, when=when(row.at))
        return ". ".join((sent, place)) if authors else place
    if not authors:
        return row.space_name
    changed = _("Changed %(when)s", when=when(row.updated_at))
    kind = _("Template") if row.template else ""
    return ". ".join(filter(None, (kind, _authors(row), changed, row.space_name)))


def notes_of(notes: tuple[Note, ...]) -> list[Message]:
    """What was read otherwise than typed, in sentences."""
    return [NOTES[code] for code in dict.fromkeys(note.code for note in notes)]


def group_of(jumps: list[Jump]) -> dict[str, Any]:
    """The quick switcher's answer: groups of lines, the group of the best line first."""
    labels, found = kinds(), dict.fromkeys(jump.entry.kind for jump in jumps)
    return {
        "groups": [
            {"label": labels[kind], "items": [_line(j) for j in jumps if j.entry.kind == kind]}
            for kind in found
        ]
    }


def search_url(text: str, filters: Filters, **more: Any) -> str:
    """The address of a search."""
    chosen: dict[str, Any] = {str(name): value for name, value in filters.chosen().items()}
    return url_for("search.results", q=text or None, **chosen, **more)


def kinds() -> dict[str, str]:
    """What the kinds of results are called, many of each."""
    return {
        "page": _("Pages"),
        "thread": _("Discussions"),
        "file": _("Files"),
        "person": _("People"),
        "space": _("Spaces"),
    }


def filter_name(name: Name) -> str:
    """What a filter is called."""
    return str(FILTERS[name])


def value_label(name: Name, value: Value) -> str:
    """What a value of a facet is called."""
    if name == "changed":
        return str(PERIODS.get(value.value, value.label))
    return kinds().get(value.label, value.label) if name == "kind" else value.label


def filters_told(chosen: Mapping[str, str]) -> str:
    """The filters of a search that is kept, in one line, as they stand in its address."""
    told = ((name, chosen.get(name, "")) for name in NAMES)
    return ", ".join(
        f"{filter_name(name)}: {value_label(name, Value(value, value, 0))}"
        for name, value in told
        if value
    )


def counted(value: Value) -> str:
    """The number of a facet's value; with a plus where more was found than was counted."""
    return f"{value.count}+" if value.beyond else str(value.count)


def results_counted(count: int, beyond: bool) -> str:
    """How much is found."""
    if beyond:
        return ngettext("over %(num)s result", "over %(num)s results", count)
    return ngettext("%(num)s result", "%(num)s results", count)


def own_spaces(spaces: list[Space]) -> dict[str, Any]:
    """What the quick switcher offers before anything is typed."""
    items = [
        {"url": url_of(space), "title": space.name, "context": "", "icon": SYMBOLS["space"]}
        for space in spaces
    ]
    return {"groups": [{"label": _("Your spaces"), "items": items}] if items else []}


def _line(jump: Jump) -> dict[str, str]:
    row = jump.row
    return {
        "url": url_of(row),
        "title": row.title if isinstance(row, FoundPage) else row.name,
        "context": context_of(row),
        "icon": SYMBOLS[jump.entry.kind],
    }


def _meta(result: Result) -> str:
    """Where a result is and who made it; of a file also on which of its pages the words stand."""
    told = context_of(result.row, authors=True)
    if not isinstance(result.row, FoundFile) or not result.place:
        return told
    places = {
        "page": _("Page %(number)s", number=result.place),
        "slide": _("Slide %(number)s", number=result.place),
        "sheet": _("Sheet %(number)s", number=result.place),
    }
    return f"{places[result.row.unit]}. {told}"


def _talk(row: FoundThread) -> str:
    """Whether a conversation has an answer, how long it is, and where."""
    answered = ngettext("Accepted answer", "%(num)s accepted answers", row.accepted)
    state = answered if row.accepted else _("Closed") if row.closed else ""
    if row.kind == "question" and not state:
        state = _("No accepted answer yet")
    posts = ngettext("%(num)s post", "%(num)s posts", row.posts)
    return ". ".join(filter(None, (state, posts, when(row.at), row.space_name)))


def _authors(page: FoundPage) -> str:
    if not page.shares:
        return ""
    first = page.shares[0]
    named = _("%(name)s %(share)s", name=first.name, share=f"{first.percent}%")
    others = page.others + len(page.shares) - 1
    if not others:
        return named
    return ngettext("%(named)s, %(num)s other", "%(named)s, %(num)s others", others, named=named)


def _bar(page: FoundPage) -> list[Share]:
    """The contributor bar: the first authors by name, all others together."""
    named = [Share(each.name, each.percent, ink_of(each.ink)) for each in page.shares]
    left = 100 - sum(each.percent for each in named)
    return [*named, Share(_("others"), left, 0)] if page.others and left > 0 else named
