"""Files are found by what is written in them, by who may read them and by nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from essp.attachments import changing
from essp.attachments.models import Attachment
from essp.attachments.reading import _finish, _understood
from essp.attachments.storing import put, store
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.core.worker import do_all
from essp.discussions.files import hold_for_post
from essp.discussions.removing import remove_post
from essp.people.models import Person
from essp.search import live, searching
from essp.search.backends.whoosh import WhooshIndex
from essp.search.file_passages import passages_in
from essp.search.query import parse
from essp.spaces.models import Access, Space
from tests.attachments import documents
from tests.discussions.talking import answer, ask

Browser = Callable[[Person], FlaskClient]


@pytest.fixture(autouse=True)
def own_index(app: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    index = WhooshIndex(tmp_path / "index")
    monkeypatch.setattr(live, "index", lambda: index)
    index.rebuild([], lambda _keys: [])
    yield
    index.close()


def found_by(actor: Person, text: str) -> list[str]:
    answer = searching.search(actor, text, as_typed=True)
    return [str(getattr(result.row, "name", "")) for result in answer.results]


def read_by_hand(stored: Attachment, *pages: str) -> None:
    """The text of a PDF as its reading process tells it."""
    lines = [f'{{"part": "{page}"}}'.encode() for page in pages]
    _finish(stored.sha256, _understood([*lines, b'{"unit": "page", "reason": ""}'], 0))
    do_all()


def test_a_file_is_found_by_a_sentence_on_one_of_its_pages(
    space: Space, femke: Person, noor: Person, session: Session, browser_of: Browser
) -> None:
    stored = store(femke, space, "report.pdf", documents.pdf(["x"]))
    session.commit()
    padding = "The grid is measured every week. " * 90
    read_by_hand(stored, *[padding] * 149, "Zebra finches nest on pylons.", *[padding] * 50)
    answer = browser_of(noor).get('/search?q="zebra+finches+nest"')
    assert "<mark>Zebra finches nest</mark> on pylons." in answer.text
    assert "Page 150." in answer.text and f'href="/files/{stored.uid}"' in answer.text
    assert space.name in answer.text
    assert found_by(noor, "kind:file pylon") == ["report.pdf"]
    assert found_by(noor, "report author:femke") == ["report.pdf"]


def test_a_file_of_a_closed_space_is_found_by_its_members_alone(
    closed_space: Space, ruben: Person, noor: Person, administrator: Person, session: Session
) -> None:
    store(ruben, closed_space, "zebravink.txt", b"De zebravink sluit een station.")
    session.commit()
    do_all()
    for words in ("zebravink", "station", "kind:file"):
        assert found_by(ruben, words) == ["zebravink.txt"]
        assert found_by(noor, words) == found_by(administrator, words) == []


def test_search_follows_what_happens_to_a_file(
    space: Space, femke: Person, noor: Person, session: Session
) -> None:
    stored = store(femke, space, "notes.txt", b"About capacitors.")
    session.commit()
    do_all()
    assert found_by(noor, "capacitor") == ["notes.txt"]
    taken = take_in("other.txt", b"About transformers.")
    with transaction():
        changing.replace_file(femke, stored, taken)
    do_all()
    assert (found_by(noor, "capacitor"), found_by(noor, "transformer")) == ([], ["notes.txt"])
    with transaction():
        changing.archive_file(femke, stored)
    do_all()
    assert found_by(noor, "transformer") == []
    with transaction():
        changing.bring_back_file(femke, stored)
        changing.rename_file(femke, stored, "heat.txt")
    do_all()
    assert found_by(noor, "transformer") == found_by(noor, "heat") == ["heat.txt"]
    space.access = Access.CLOSED.value
    session.commit()
    assert found_by(noor, "transformer") == []


def test_a_file_on_a_profile_is_found_by_everyone(
    femke: Person, noor: Person, session: Session
) -> None:
    with transaction():
        put(femke, femke, take_in("cv.txt", b"Ten years of switchgear."))
    do_all()
    assert found_by(noor, "switchgear") == ["cv.txt"]


def test_the_part_that_shows_most_of_the_question_is_shown() -> None:
    parts = ["The cable hums.", "A cable of copper near the river.", "Copper is dear."]
    begins = [0, len(parts[0]) + 1, len(parts[0]) + len(parts[1]) + 2]
    number, passages = passages_in("\n".join(parts), begins, parse("copper cables"))
    assert number == 2
    assert [piece.text for piece in passages[0] if piece.marked] == ["cable", "copper"]
    late = "x " * 60_000 + "the needle is here"
    number, passages = passages_in(late, [0], parse("needle"))
    assert number == 0 and any(piece.marked for piece in passages[0])
    assert passages_in("", [], parse("needle")) == (0, ())


def test_a_file_of_a_post_is_found_with_the_way_to_the_post(
    space: Space, femke: Person, ruben: Person, noor: Person, browser_of: Browser
) -> None:
    with transaction():
        stored = hold_for_post(ruben, space, take_in("report.pdf", documents.pdf(["x"])))
    read_by_hand(stored, "Zebra finches nest on pylons.")
    assert found_by(ruben, "pylons") == found_by(noor, "pylons") == []
    post = answer(ruben, ask(femke, space, "Where do birds nest?"), f"[See]({stored.url})")
    do_all()
    found = browser_of(noor).get("/search?q=finches").text
    assert "Zebra <mark>finches</mark> nest" in found
    assert f'In conversation: <a href="/posts/{post.uid}">Where do birds nest?</a>' in found
    with transaction():
        remove_post(femke, post.uid, note="Not for here.")
    do_all()
    assert found_by(ruben, "pylons") == found_by(noor, "pylons") == []
