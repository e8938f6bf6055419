"""Templates: pages to begin others from. A space has its own, and the site comes with a few for all.

A template of a space is a page with a mark, so it has a history, authors and edits like any other;
the mark keeps it out of trees and lists. What of it stays unchanged in a page that began with it
belongs to the authors of the template; the words of a template that comes with the site are nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.decision import NotFound, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.core.text.authorship import Authorship as Words
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki import gathering, links, policy
from essp.wiki.copying import Wish, copy_page
from essp.wiki.editing import create_page, locked
from essp.wiki.events import PageTemplateMarked
from essp.wiki.gathering_models import Gathering
from essp.wiki.guarding import guard_of
from essp.wiki.link_models import PageOrigin
from essp.wiki.models import Page
from essp.wiki.placing import hold_places, place_under
from essp.wiki.revisions import NOTHING, Beginning, carried_from, seeded
from essp.wiki.template_models import PageSeed
from essp.wiki.texts import text_of

FOLDER = Path(__file__).parent / "starters"
ORDER = ("meeting-notes", "decision", "how-to", "project", "onboarding")


@dataclass(frozen=True)
class Template:
    """A text to begin a page with. `key` names it: a page's uid, or the name of one of the site's.

    Places such as `{{date}}` in its text are filled in when it is used; see `filled`. Words `gathered`
    from elsewhere for this one page are as they were written.
    """

    key: str
    title: str
    about: str
    text: str
    page: Page | None = None
    gathered: Gathering | None = None


def templates_of(actor: Person, space: Space) -> tuple[list[Template], list[Template]]:
    """The templates of a space, which the actor may read, by title; and those of the site."""
    pages = session().scalars(
        select(Page)
        .join(Page.space)
        .join(Page.updated_by)
        .options(contains_eager(Page.space), contains_eager(Page.updated_by))
        .where(
            Page.space_id == space.id, Page.template.is_(True), Page.archived_at.is_(None),
            readable_by(actor),
        )
        .order_by(Page.title_key)
    )  # fmt: skip
    return [_of_page(page) for page in pages], list(starters(space.language).values())


def find_template(actor: Person, space: Space, key: str) -> Template:
    """The template of that key for a space. Raises NotFound, also for what the actor may not know."""
    starter = starters(space.language).get(key)
    if starter is not None:
        return starter
    if key.startswith(gathering.PREFIX):
        return _of_words(gathering.find_gathering(actor, space, key))
    page = session().scalar(
        select(Page)
        .join(Page.space)
        .options(contains_eager(Page.space))
        .where(
            Page.uid == key, Page.space_id == space.id, Page.template.is_(True),
            Page.archived_at.is_(None), readable_by(actor),
        )
    )  # fmt: skip
    if page is None:
        raise NotFound
    return _of_page(page)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A template's text with its places filled in: `{{date}}`, `{{name}}`, `{{space}}`, `{{title}}`.

    A place that is not among the values stays as it is written.
    """
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def beginning(template: Template | None) -> Beginning:
    """What a page begins with that is made from a template, for `create_page`."""
    if template is None:
        return NOTHING
    if template.gathered is not None:
        return Beginning(template.text, Words.loads(template.gathered.state))
    if template.page is None:
        return seeded(template.text)
    return carried_from(template.page, template.page.revision_number)


def keep_beginning(page: Page, template: Template | None) -> None:
    """Keep what a new page began with, so that its authorship can be worked out anew."""
    if template is None:
        return
    if template.gathered is not None:
        gathering.keep(template.gathered, page)
    elif template.page is None:
        session().merge(PageSeed(page_id=page.id, text=template.text))
    else:
        number = template.page.revision_number
        session().merge(PageOrigin(page_id=page.id, source_id=template.page.id, number=number))
    session().flush()


def make_template(actor: Person, space: Space, *, title: str, start: Template | None) -> Page:
    """Start a template of a space, empty or from another one. Raises Refused and Invalid."""
    text = start.text if start is not None else str(_("What is this page for?")) + "\n"
    begun = beginning(start)
    page = create_page(actor, space, title=title, text=text, begun=begun).page
    keep_beginning(page, start)
    return _marked(actor, page, template=True)


def make_template_of(actor: Person, page: Page, *, title: str) -> Page:
    """Make a template of a page: a copy in its space, whose words stay those of their authors."""
    space = session().get_one(Space, page.space_id)
    copy = copy_page(actor, page, space, Wish(title=title)).page
    return _marked(actor, copy, template=True)


def let_be_page(actor: Person, page: Page) -> Page:
    """Let a template be an ordinary page of its space."""
    hold_places(page.space_id)
    found = locked(page)
    require(policy.edit(actor, found))
    require(policy.arrange(actor, found, guard_of(actor, found)))
    place_under(found, None)
    return _marked(actor, found, template=False)


@cache
def starters(language: str) -> Mapping[str, Template]:
    """The templates that come with the site, in a language; in English where there are none."""
    folder = FOLDER / (language if language in LANGUAGES else "en")
    return {key: _read(key, (folder / f"{key}.md").read_text("utf-8")) for key in ORDER}


def _read(key: str, source: str) -> Template:
    head, _blank, text = source.partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return Template(key, said["title"], said["about"], text)


def _marked(actor: Person, page: Page, *, template: bool) -> Page:
    page.template = template
    session().flush()
    links.count_where_shown(page)
    record(
        PageTemplateMarked(
            actor_id=actor.id, page_id=page.id, space_id=page.space_id, template=template
        )
    )
    return page


def _of_words(found: Gathering) -> Template:
    about = _("The words below are those of who wrote them. What you change or add is yours.")
    return Template(gathering.key_of(found), "", str(about), found.text, gathered=found)


def _of_page(page: Page) -> Template:
    text = text_of(page)
    return Template(page.uid, page.title, about_of(text), text, page)


def about_of(text: str) -> str:
    """The first line of a text that is a sentence: what a template says about itself."""
    lines: Sequence[str] = [line.strip() for line in text.splitlines()]
    plain = (line for line in lines if line[:1].isalpha() and len(line) > 20 and "{{" not in line)
    return next(plain, "")[:200]
