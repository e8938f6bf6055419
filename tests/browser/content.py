"""What the site of the browser's stories holds: people, spaces, and pages with a past.

`python -m tests.browser.content FOLDER` writes it and prints what the stories need to know as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import session, transaction
from essp.core.schema import bring_up_to_date
from essp.people import accounts
from essp.people.links import make_link
from essp.people.models import Person, Purpose, Role
from essp.search import indexing
from essp.spaces.governing import create_space
from essp.spaces.membership import join_space
from essp.spaces.models import Access, Space
from essp.topics import naming
from essp.topics.queries import find_topic
from essp.wiki import drafts, lifecycle, page_templates
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from essp.wiki.texts import text_of
from tests.browser.care_content import add_care
from tests.browser.expertise_content import add_knowing
from tests.browser.file_content import add_files
from tests.browser.guarded_content import add_guarded
from tests.browser.imported_content import add_imported
from tests.browser.insight_map_content import add_insight
from tests.browser.insight_places_content import add_places
from tests.browser.inviting_content import add_questions
from tests.browser.notice_content import add_news
from tests.browser.proposal_content import add_proposals
from tests.browser.standing_content import add_standing
from tests.browser.start_content import add_practice
from tests.browser.talk_content import add_talk

PASSWORD = "a long walk along the dike"
PEOPLE = {
    "femke": ("Femke de Boer", "Grid planning", "Lead, congestion desk"),
    "ruben": ("Ruben Haak", "System operations", "Shift lead"),
    "noor": ("Noor Jansen", "Customer connections", "Adviser"),
    "kwame": ("Kwame Mensah", "Grid planning", "Analyst"),
    "sanne": ("Sanne Visser", "Forecasting", "Data scientist"),
    "pieter": ("Pieter Bakker", "Legal", "Counsel"),
    "ilse": ("Ilse Wolters", "Digital workplace", "Administrator"),
}
PLAYBOOK = (Path(__file__).parent / "playbook.md").read_text()
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)>"


def main(folder: Path) -> None:
    """Write the content into an empty data folder, and print what the stories need."""
    app = create_app(Settings(data=folder))
    bring_up_to_date(app)
    with app.app_context():
        people = _people()
        spaces = _spaces(people)
        known = _playbook(people, spaces["congestion"])
        known |= _other_pages(people, spaces)
        _topics(people, spaces["congestion"])
        known |= _web_of_pages(people, spaces["congestion"])
        known |= _links(people)
        known |= add_files(people, spaces["congestion"], known["page"])
        known |= add_talk(people, spaces["congestion"])
        known |= add_care(people, spaces["rules"])
        known |= add_proposals(people, spaces["rules"])
        known |= add_standing(people, spaces["rules"])
        known |= add_guarded(people, spaces["rules"])
        known |= add_imported(people)
        known |= add_practice(people, spaces["congestion"])
        known |= add_news(people, spaces["rules"], spaces["congestion"])
        indexing.rebuild_index.run()
        known |= add_knowing(people, known["page"])
        known |= add_questions(people, spaces["congestion"])
        known |= add_insight(people, spaces["congestion"])
        known |= add_places(people, spaces["congestion"])
    print(json.dumps({key: key for key in PEOPLE} | {"password": PASSWORD} | known))


def _people() -> dict[str, Person]:
    with transaction():
        found = {key: _person(key, *words) for key, words in PEOPLE.items()}
        found["hostile"] = _person("hostile", f"Bobby {HOSTILE}"[:100], "", "")
    return found


def _topics(people: dict[str, Person], space: Space) -> None:
    """A topic below another one, with names in both languages, and a template of the space."""
    with transaction():
        congestion = find_topic(people["ruben"], "congestion")
        naming.name_topic(people["ruben"], congestion, "Congestie", "nl", preferred=True)
        naming.start_topic(people["kwame"], name="Redispatch", language="en", parent=congestion)
        start = page_templates.find_template(people["femke"], space, "decision")
        page_templates.make_template(people["femke"], space, title="Threshold", start=start)


def _person(key: str, name: str, department: str, title: str) -> Person:
    role = Role.ADMINISTRATOR if key == "ilse" else Role.MEMBER
    person = accounts.create_person(
        name, f"{key}@example.org", password=PASSWORD, site_name="Site", role=role, handle=key
    )
    person.department, person.job_title = department, title
    return person


def _spaces(people: dict[str, Person]) -> dict[str, Space]:
    femke, ruben = people["femke"], people["ruben"]
    with transaction():
        congestion = create_space(
            femke,
            name="Congestion management",
            purpose="How we keep the grid within its limits, and who decides.",
            rules="Write what you saw, not what you expected.\n\n- Name the station.\n- Name the time.",
        )
        rules = create_space(
            people["pieter"],
            name="Regels en tarieven",
            purpose="Wat de wet vraagt en wat we ervan maken.",
            language="nl",
        )
        talks = create_space(
            ruben,
            name="Contract talks",
            purpose="Prices that are still being agreed.",
            access=Access.BY_REQUEST,
            access_reason="Prices must not leak before they are signed.",
        )
        for member in (ruben, people["kwame"], people["sanne"]):
            join_space(member, congestion)
    return {"congestion": congestion, "rules": rules, "talks": talks}


def _playbook(people: dict[str, Person], space: Space) -> dict[str, str]:
    """A page that several people wrote, with an edit that can no longer be undone by itself."""
    ago = lambda days: clock.now() - timedelta(days=days)  # noqa: E731
    with transaction():
        top = create_page(
            people["femke"],
            space,
            title="Operations",
            text="What we do when it counts.\n",
            at=ago(200),
        ).page
        create_page(
            people["femke"], space, title="Rota", text="Who is on.\n", parent=top.uid, at=ago(190)
        )
        create_page(
            people["sanne"], space, title="Forecasting", text="What we expect.\n", at=ago(180)
        )
        page = create_page(
            people["femke"], space, title="Congestion response playbook", text=PLAYBOOK,
            parent=top.uid, summary="First version, from my notebook", at=ago(120),
        ).page  # fmt: skip
    edits = [
        ("ruben", 90, "95% of the thermal limit", "93% of the thermal limit", "After the spring review"),
        ("kwame", 61, "Check the second run before you call anyone.", "Do not wait for a second forecast run: it corrects the first by less than 3% on most days.", "Waiting cost us two bids"),
        ("ruben", 40, "93% of the thermal limit", "92% of the thermal limit, for more than two settlement periods", "Threshold, as agreed on Tuesday"),
        ("pieter", 12, "Keep the text of every bid.", "Keep the text of every bid, and of every bid that you did not take. The regulator asks for both.", "What the code says"),
        ("sanne", 4, "topology of this morning", "live topology", "Forecast source"),
        ("femke", 0, "By phone.", "By phone, and in writing within the hour.", "Phone is not enough"),
    ]  # fmt: skip
    for who, days, old, new, why in edits:
        _edit(people[who], page, old, new, why, days)
    return {
        "page": page.uid,
        "path": f"/s/{space.slug}/{page.slug}",
        "space": space.slug,
        "last": str(len(edits) + 1),
        "undo": "5",
        "undo_not": "2",
    }


def _edit(who: Person, page: Page, old: str, new: str, why: str, days: int) -> None:
    with transaction():
        text = text_of(page)
        assert old in text
        edit_page(
            who, page, text=text.replace(old, new), based_on=page.revision_number, summary=why,
            minor=who.handle == "sanne", at=clock.now() - timedelta(days=days),
        )  # fmt: skip


def _other_pages(people: dict[str, Person], spaces: dict[str, Space]) -> dict[str, str]:
    congestion, femke = spaces["congestion"], people["femke"]
    with transaction():
        old = create_page(
            femke, congestion, title="Playbook of 2019", text="What we did then.\n"
        ).page
        lifecycle.archive_page(femke, old, summary="The new one replaced it")
        hostile = create_page(
            people["hostile"], congestion, title=f"Odd {HOSTILE}", text=f"{HOSTILE}\n\n## {HOSTILE}\n",
            summary=HOSTILE,
        ).page  # fmt: skip
        dutch = create_page(
            people["pieter"], spaces["rules"], title="Wat de netcode van ons vraagt",
            text="Elke klant hoort binnen tien weken of er plaats is.\n",
        ).page  # fmt: skip
        edited = create_page(femke, congestion, title="Notes to edit", text="One line.\n").page
        for text in ("A whole thought. " * 20, "One line, and half a thought"):
            drafts.keep_draft(people["kwame"], congestion, edited, text=text, based_on=1)
    return {
        "archived": old.uid,
        "hostile": hostile.uid,
        "hostile_path": f"/s/{congestion.slug}/{hostile.slug}",
        "edited": edited.uid,
        "dutch_path": f"/s/{spaces['rules'].slug}/{dutch.slug}",
        "request_space": spaces["talks"].slug,
    }


def _links(people: dict[str, Person]) -> dict[str, str]:
    """One-time links as the mails carry them."""
    with transaction():
        invited = accounts.invite(people["ilse"], "Lotte Smit", "lotte@example.org")
        session().flush()
        invitation = make_link(Purpose.INVITATION, invited, people["ilse"])
        reset = make_link(Purpose.PASSWORD, people["noor"])
    return {"invitation": invitation, "reset": reset}


def _web_of_pages(people: dict[str, Person], space: Space) -> dict[str, str]:
    """Pages that link to each other, to nothing and to the web, and one that shows others."""
    femke, ruben = people["femke"], people["ruben"]
    links = (
        "## Before winter\n\nSee [[Congestion response playbook]], [[Rota#Weekends]], "
        "[[Winter checklist]] and [[Playbook of 2019]]. "
        "The code: https://www.example.org/grid-code and https://www.example.org/forms\n"
    )
    shows = (
        "What everyone reads before the first cold week.\n\n![[Preparing for winter#Before winter]]"
        "\n\n## Who is on\n\n![[Rota]]\n\n![[Winter checklist]]\n"
    )
    with transaction():
        create_page(ruben, space, title="Preparing for winter", text=links)
        page = create_page(femke, space, title="Winter reading", text=shows).page
        lonely = create_page(femke, space, title="A thought", text="Not linked yet.\n").page
    return {"including": f"/s/{space.slug}/{page.slug}", "lonely": lonely.uid}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
