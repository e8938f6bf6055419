"""What the photographs need besides the demonstration: a draft, a newcomer, links from mails.

`python -m tests.browser.scenes FOLDER` adds it to a folder that holds the demonstration, and prints
how the table of screens finds things there, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sqlalchemy import select

from config import Settings
from essp.app import create_app
from essp.attachments.storing import store
from essp.core.db import session, transaction
from essp.core.worker import do_all
from essp.demo.building import PASSWORD
from essp.demo.files import file_uid
from essp.people import accounts
from essp.people.links import make_link
from essp.people.models import Person, Purpose
from essp.spaces.governing import create_space
from essp.spaces.membership import join_space
from essp.spaces.models import Space
from essp.wiki import drafts, lifecycle
from essp.wiki.editing import create_page
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of
from tests.browser.care_content import add_care
from tests.browser.guarded_content import add_guarded
from tests.browser.imported_content import add_imported
from tests.browser.notice_content import add_news
from tests.browser.standing_content import add_standing
from tests.browser.start_content import add_practice
from tests.browser.talk_content import add_talk

CAST = {
    "femke": "femke-de-boer",
    "ruben": "ruben-haak",
    "kwame": "kwame-mensah",
    "pieter": "hilde-roelofs",
    "sanne": "sanne-kuipers",
    "ilse": "maarten-blom",
    "noor": "noor-vermeer",
}


def main(folder: Path) -> None:
    """Add the scenes and print what they are called."""
    app = create_app(Settings(data=folder))
    with app.app_context():
        with transaction():
            accounts.create_person(
                "Noor Vermeer", "noor.vermeer@veldstroom.example", password=PASSWORD,
                site_name="Site", handle=CAST["noor"],
            )  # fmt: skip
        known = _pages() | _links() | _conversations()
        print(json.dumps(CAST | {"password": PASSWORD} | known))


def _pages() -> dict[str, str]:
    femke = _person("femke")
    book, edited = _page("congestion-response-playbook"), _page("lessons-from-cases")
    with transaction():
        for text in (
            text_of(edited) + "\nA whole thought. " * 20,
            text_of(edited) + "\nHalf of it",
        ):
            drafts.keep_draft(
                _person("kwame"), edited.space, edited, text=text, based_on=edited.revision_number
            )
    numbers = range(2, book.revision_number + 1)
    undoable = {number: lifecycle.undo_of(book, number).clean for number in numbers}
    return {
        "page": book.uid,
        "path": f"/s/{book.space.slug}/{book.slug}",
        "space": book.space.slug,
        "last": str(book.revision_number),
        "undo": str(max(number for number, clean in undoable.items() if clean)),
        "undo_not": str(max(number for number, clean in undoable.items() if not clean)),
        "edited": edited.uid,
        "archived": find_page(femke, _page("the-95-threshold-until-march-2026").uid).uid,
        "dutch_path": "/s/regels-en-tarieven/de-netcode-in-gewone-woorden",
        "request_space": "incident-reviews",
        "wanted": "play",
        **_around(book.space),
    }


def _around(space: Space) -> dict[str, str]:
    """Pages that show others, or that nothing links to, and files of the demonstration."""
    femke, where = _person("femke"), f"/s/{space.slug}"
    text = "What everyone reads first.\n\n![[Duty rota and phone list]]\n\n![[Winter checklist]]\n"
    with transaction():
        shows = create_page(femke, space, title="Winter reading", text=text).page
        lonely = create_page(femke, space, title="A thought", text="Not linked yet.\n").page
        broken = store(femke, space, "Scan 0042.pdf", b"%PDF-1.7\nand nothing more")
    return {
        "including": f"{where}/{shows.slug}",
        "lonely": lonely.uid,
        "file_picture": file_uid(space.slug, "zevenaar-24-february.png"),
        "file_document": file_uid("veilig-werken", "toolbox-winter-2026.pdf"),
        "file_broken": broken.uid,
    }


def _conversations() -> dict[str, str]:
    """Talk, reports, news and newcomers, as the site of the browser's stories has them."""
    people = {key: _person(key) for key in CAST}
    congestion = session().scalars(select(Space).where(Space.slug == "congestion-management")).one()
    with transaction():
        kept = create_space(people["pieter"], name="Netcode and rates", purpose="What is allowed.")
        for key in ("ilse", "ruben", "kwame", "noor", "sanne"):
            join_space(people[key], kept)
        join_space(people["sanne"], congestion)
    known = add_talk(people, congestion)
    known |= add_care(people, kept)
    known |= add_standing(people, kept)
    known |= add_guarded(people, kept)
    known |= add_imported(people)
    known |= add_practice(people, congestion)
    known |= add_news(people, kept, congestion)
    do_all()
    return known


def _page(slug: str) -> Page:
    uid = session().scalar(select(Page.uid).where(Page.slug == slug))
    return find_page(_person("femke"), str(uid))


def _person(key: str) -> Person:
    return session().scalars(select(Person).where(Person.handle == CAST[key])).one()


def _links() -> dict[str, str]:
    """One-time links as the mails carry them."""
    admin = _person("ilse")
    with transaction():
        invited = accounts.invite(admin, "Robin Haverkamp", "robin.haverkamp@veldstroom.example")
        session().flush()
        return {
            "invitation": make_link(Purpose.INVITATION, invited, admin),
            "reset": make_link(Purpose.PASSWORD, _person("noor")),
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
