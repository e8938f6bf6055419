"""Many people at one page at the same moment: every accepted edit is there, once, with its author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import select, text

from essp.core.db import db, session, transaction
from essp.wiki.editing import edit_page
from essp.wiki.integrity import verify
from essp.wiki.models import Page, Revision
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of
from tests.hardening.together import START, WRITERS, at_once, browser, new_page, writer

EDITS = 4


def written(page: Page) -> list[tuple[str, int]]:
    """Each marked word that a revision brought, with who saved that revision."""
    found, before = [], ""
    for number, author in session().execute(
        select(Revision.number, Revision.author_id)
        .where(Revision.page_id == page.id)
        .order_by(Revision.number)
    ):
        now = text_of(page, number)
        found += [(word, author) for word in set(marks(now)) - set(marks(before))]
        before = now
    return found


def marks(text: str) -> list[str]:
    return re.findall(r"mark-\d+-\d+", text)


def check(app: Flask, uid: str, accepted: list[list[str]]) -> None:
    """Every accepted edit stands in the text and in the history, once and under its author."""
    with app.app_context():
        page = find_page(writer(0), uid)
        expected = Counter(word for each in accepted for word in each)
        assert Counter(marks(text_of(page))) == expected
        ids = [writer(number).id for number in range(WRITERS)]
        in_history = written(page)
        assert Counter(word for word, _author in in_history) == expected
        assert all(ids[int(word.split("-")[1])] == author for word, author in in_history)
        assert verify() == []


def with_mark(text: str, number: int, turn: int) -> str:
    """The text with a word of one's own in one's own part."""
    line = f"## Part {number}\n\n"
    return text.replace(line, f"{line}mark-{number}-{turn} was written.\n\n")


def test_eight_writers_of_one_page_lose_nothing(together: Flask) -> None:
    uid = new_page(together, "Verbs")

    def write(number: int) -> list[str]:
        kept = []
        for turn in range(EDITS):
            me, page = writer(number), find_page(writer(number), uid)
            base = page.revision_number
            mine = with_mark(text_of(page, base), number, turn)
            with transaction():
                edit_page(me, page, text=mine, based_on=base, save_key=f"v{number}-{turn}")
            kept.append(f"mark-{number}-{turn}")
            session().rollback()
        return kept

    accepted = at_once(together, write)
    assert [len(each) for each in accepted] == [EDITS] * WRITERS
    check(together, uid, accepted)


@contextmanager
def long_reader(app: Flask) -> Iterator[None]:
    """Somebody who reads all the while, in one transaction."""
    with app.app_context(), db.engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM revision")).scalar()
        yield
        connection.execute(text("SELECT count(*) FROM revision")).scalar()


def test_eight_browsers_at_one_form_lose_nothing_and_never_meet_a_lock(together: Flask) -> None:
    uid = new_page(together, "Forms")
    statuses: list[int] = []

    def write(number: int) -> list[str]:
        client, kept = browser(together, number), []
        for turn in range(EDITS):
            opened = client.get(f"/p/{uid}/edit?fresh=1").text
            base, key = (
                re.search(rf'name="{name}" value="([^"]+)"', opened)[1]
                for name in ("based_on", "save_key")
            )
            area = re.search(r"<textarea[^>]*name=\"text\"[^>]*>\n(.*?)</textarea>", opened, re.S)[
                1
            ]
            form = {"text": with_mark(area, number, turn), "based_on": base, "save_key": key}
            answer = client.post(f"/p/{uid}/edit", data=form)
            statuses.append(answer.status_code)
            if answer.status_code == 303:
                kept.append(f"mark-{number}-{turn}")
            else:
                assert answer.status_code == 409
                assert f"mark-{number}-{turn}" in answer.text
        return kept

    with long_reader(together):
        accepted = at_once(together, write)
    assert set(statuses) <= {303, 409}
    assert statuses.count(303) >= WRITERS * EDITS * 3 // 4
    check(together, uid, accepted)


def test_edits_of_the_same_words_are_accepted_once_and_give_the_others_their_text(
    together: Flask,
) -> None:
    uid = new_page(together, "Same words", "Start at 95% of the limit.\n")

    def write(number: int) -> int:
        form = {"text": f"Start at 9{number}.5% of the limit.\n", "based_on": "1"}
        answer = browser(together, number).post(f"/p/{uid}/edit", data=form)
        if answer.status_code == 409:
            assert form["text"].strip() in answer.text
        return answer.status_code

    answers = at_once(together, write)
    assert sorted(answers) == [303] + [409] * (WRITERS - 1)
    with together.app_context():
        assert find_page(writer(0), uid).revision_number == 2


def test_a_form_sent_many_times_together_makes_one_revision(together: Flask) -> None:
    uid = new_page(together, "Double")

    def send(_number: int) -> int:
        form = {"text": START + "Once.\n", "based_on": "1", "save_key": "once"}
        return browser(together, 1).post(f"/p/{uid}/edit", data=form).status_code

    def start(_number: int) -> str:
        form = {"title": "Started once", "text": "x", "save_key": "started"}
        answer = browser(together, 1).post("/s/operations/-/new", data=form)
        return f"{answer.status_code} {answer.headers.get('Location')}"

    assert set(at_once(together, send)) == {303}
    assert set(at_once(together, start)) == {"303 /s/operations/started-once"}
    with together.app_context():
        assert find_page(writer(0), uid).revision_number == 2
