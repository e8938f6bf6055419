"""Many people at one page at the same moment: every accepted edit is there, once, with its author."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import Base, db, session, transaction
from essp.core.decision import Invalid, Refused
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces import governing
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.editing import Conflict, create_page, edit_page
from essp.wiki.integrity import verify
from essp.wiki.models import Page, Revision
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of
from tests import servers

WRITERS = 8
EDITS = 4
START = "".join(f"## Part {number}\n\nNobody wrote here yet.\n\n" for number in range(WRITERS))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database of its own: threads commit for real here."""
    if os.environ.get("ESSP_TEST_DATABASE") == "postgresql":
        with servers.postgresql(tmp_path_factory.mktemp("together")) as found:
            yield found
    else:
        yield f"sqlite:///{tmp_path_factory.mktemp('together') / 'essp.db'}"


@pytest.fixture(scope="module")
def together(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that many threads use at once, with its people."""
    folder = tmp_path_factory.mktemp("data")
    app = create_app(Settings(data=folder, database=address, secret_key="x"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with transaction():
            for number in range(WRITERS):
                name = f"Writer {'abcdefgh'[number] * 3}"
                session().add(
                    Person(
                        handle=f"writer-{number}", name=name, name_key=name.lower(),
                        created_at=clock.now(), joined_at=clock.now(),
                    )
                )  # fmt: skip
            session().flush()
            governing.create_space(writer(0), name="Operations")
    yield app
    with app.app_context():
        db.engine.dispose()


def writer(number: int) -> Person:
    return session().scalars(select(Person).where(Person.handle == f"writer-{number}")).one()


def new_page(app: Flask, title: str, text: str = START) -> str:
    """The uid of a new page by the first writer."""
    with app.app_context(), transaction():
        space = session().scalars(select(Space)).one()
        return create_page(writer(0), space, title=title, text=text).page.uid


def at_once(app: Flask, act: Callable[[int], object], many: int = WRITERS) -> list[object]:
    """What came of several that begin together, each in a context of its own."""
    start = Barrier(many)

    def run(number: int) -> object:
        with app.app_context():
            start.wait()
            return act(number)

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


def outcome(act: Callable[[], object]) -> str:
    """Whether an act in a transaction was done or refused in words."""
    try:
        with transaction():
            act()
    except (Invalid, Refused, Conflict) as refused:
        return type(refused).__name__
    return "done"


def browser(app: Flask, number: int) -> FlaskClient:
    """A browser in which this writer is signed in."""
    with transaction():
        token = sessions.begin_sign_in(writer(number), days=1)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN] = token
    return client


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


def test_one_title_goes_to_exactly_one_of_those_who_start_it_together(together: Flask) -> None:
    def start(number: int) -> str:
        space = session().scalars(select(Space)).one()
        return outcome(lambda: create_page(writer(number), space, title="Same", text="x"))

    assert sorted(at_once(together, start)) == ["Invalid"] * (WRITERS - 1) + ["done"]


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


def test_an_edit_and_an_archiving_at_once_lose_no_word(together: Flask) -> None:
    for turn in range(4):
        uid = new_page(together, f"Race {turn}")

        def act(number: int, uid: str = uid) -> str:
            page, me = find_page(writer(number), uid), writer(number)
            if number == 0:
                return outcome(lambda: lifecycle.archive_page(me, page))
            form = {"text": START + f"mark-1-{number}\n", "based_on": "1"}
            answer = browser(together, number).post(f"/p/{uid}/edit", data=form)
            assert answer.status_code in {303, 403, 409}
            assert answer.status_code == 303 or f"mark-1-{number}" in answer.text
            return str(answer.status_code)

        archived, edited = at_once(together, act, 2)
        assert archived == "done"
        with together.app_context():
            page = find_page(writer(0), uid)
            assert page.archived
            assert ("mark-1-1" in text_of(page)) is (edited == "303")


def test_two_pages_moved_below_each_other_at_once_make_no_circle(together: Flask) -> None:
    for turn in range(4):
        uids = [new_page(together, f"Circle {turn} {side}") for side in "ab"]

        def act(number: int, uids: list[str] = uids) -> str:
            me, page = writer(number), find_page(writer(number), uids[number])
            space, other = page.space, uids[1 - number]
            session().rollback()
            return outcome(lambda: lifecycle.move_page(me, page, space, parent=other))

        assert sorted(at_once(together, act, 2)) == ["Invalid", "done"]
        with together.app_context():
            pages = [find_page(writer(0), uid) for uid in uids]
            assert sum(page.parent_id is None for page in pages) == 1
            assert all(page.lineage.endswith(f"/{page.id}/") for page in pages)
