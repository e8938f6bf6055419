"""No import tells anybody anything, whatever its words call and whoever watches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from essp.core import jobs, worker
from essp.core.db import session, transaction
from essp.core.mail import FOLDER
from essp.core.mail import folder as mails_folder
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import start_thread
from essp.importers.git import GitSource
from essp.importers.loading import load
from essp.importers.mbox import MailboxSource
from essp.importers.stackexchange import StackExchangeSource
from essp.importers.talk_loading import load_talk
from essp.notifications import settings
from essp.notifications.mail_models import Mailing, MailTurn, Rhythm
from essp.notifications.models import Level, Notice, Notification, Subject, Told
from essp.notifications.settings import Wanted
from essp.notifications.watching import set_level
from essp.people.models import Person
from essp.spaces.membership import join_space
from essp.spaces.models import Space
from essp.topics.models import Topic
from essp.wiki.models import Page
from tests.importers.conftest import History
from tests.importers.dumps import DAY, MEMBERS, answer, comment, question, write
from tests.importers.test_mbox import mail

Bring = Callable[[Person, Space, int], None]
LAST = 2  # the turn that brings nothing new
TOLD = (Notice, Notification, Told, Mailing, MailTurn)


def called(space: Space, turn: int) -> str:
    """Words that would call everybody, were they written here."""
    return f"Turn {turn}: @ruben-haak @femke-de-boer @space:{space.slug} look."


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that were asked for since the test began, by name."""
    asked: list[str] = []
    enqueue_all = jobs.enqueue_all

    def note(work, **options) -> None:
        asked.extend(wanted.name for wanted, _arguments in work)
        enqueue_all(work, **options)

    monkeypatch.setattr(jobs, "enqueue_all", note)
    return asked


def _git(tmp: Path) -> Bring:
    history = History(tmp / "repository")

    def change(words: str, turn: int) -> None:
        name = "night.md" if turn else "plan.md"
        if turn:
            history.git("mv", "plan.md", name)
            history.git("rm", "-q", "gone.md")
        files = {} if turn else {"gone.md": "Old.\n"}
        author = "Ruben Haak <ruben-haak@example.org>"
        history.commit(words, author, **{name: f"# Plan\n\n{words}\n"}, **files)

    def bring(actor: Person, space: Space, turn: int) -> None:
        if turn < LAST:
            change(called(space, turn), turn)
        with GitSource(history.folder) as source:
            load(actor, space.slug, source)

    return bring


def _stackexchange(tmp: Path) -> Bring:
    def bring(actor: Person, space: Space, turn: int) -> None:
        turn = min(turn, LAST - 1)
        words = f"<p>{called(space, turn)}</p>"
        posts = [question(1, Body=words, Title=f"Who? {turn}"), answer(2, 1, Body=words)]
        notes = [comment(9, 1, called(space, 0))]
        if turn:
            posts[0]["AcceptedAnswerId"] = 2
            posts[1]["LastEditDate"] = f"{DAY}12:00:00.000"
            posts += [answer(3, 1, Body=words), question(4, Body=words)]
            notes.append(comment(10, 2, called(space, turn)))
        folder = write(tmp / "dump", Users=MEMBERS, Posts=posts, Comments=notes)
        with StackExchangeSource(folder) as source:
            load_talk(actor, space.slug, source)

    return bring


def _mbox(tmp: Path) -> Bring:
    path = tmp / "list.mbox"

    def bring(actor: Person, space: Space, turn: int) -> None:
        turn = min(turn, LAST - 1)
        mails = [mail(1, called(space, 0)), mail(2, called(space, 0), to=[1], name="Bas")]
        if turn:
            mails += [mail(3, called(space, turn), to=[1, 2]), mail(4, called(space, turn))]
        path.write_bytes(b"".join(mails))
        with MailboxSource(path) as source:
            load_talk(actor, space.slug, source)

    return bring


@pytest.mark.parametrize("source", [_git, _stackexchange, _mbox])
def test_an_import_is_silent_whoever_watches_and_whatever_it_calls(
    source: Callable[[Path], Bring], tmp_path: Path, importer: Person, femke: Person, ruben: Person,
    space: Space, heard: list[str],
) -> None:  # fmt: skip
    _everything_at_once(ruben, space)
    join_space(ruben, space)
    worker.do_all()
    before, bring = _told(), source(tmp_path)
    for turn in range(LAST + 1):
        heard.clear()
        bring(importer, space, turn)
        worker.do_all()
        assert _told() == before
        assert [name for name in heard if name.startswith(("notifications.", "mail"))] == []
        _watch_all_there_is(ruben)
    _the_same_words_written_here_are_heard(femke, space, before)


def _told() -> list[int]:
    counts = [session().scalar(select(func.count()).select_from(each)) or 0 for each in TOLD]
    return [*counts, len(list(mails_folder(FOLDER).glob("*.eml")))]


def _everything_at_once(person: Person, space: Space) -> None:
    with transaction():
        set_level(person, Subject.SPACE, space.slug, Level.EVERYTHING)
        settings.choose(person, Wanted(Rhythm.ONCE, Rhythm.ONCE, 0, 0, any_day=True))


def _watch_all_there_is(person: Person) -> None:
    """What came in so far, who wrote it and what it is about."""
    session().expire_all()
    found = [(Subject.PAGE, each) for each in session().scalars(select(Page.uid))]
    found += [(Subject.BRANCH, each) for _subject, each in list(found)]
    found += [(Subject.THREAD, each) for each in session().scalars(select(Thread.uid))]
    found += [(Subject.TOPIC, each) for each in session().scalars(select(Topic.slug))]
    others = select(Person.handle).where(Person.id != person.id)
    found += [(Subject.PERSON, each) for each in session().scalars(others)]
    with transaction():
        for subject, key in found:
            set_level(person, subject, key, Level.EVERYTHING)


def _the_same_words_written_here_are_heard(author: Person, space: Space, before: list[int]) -> None:
    with transaction():
        start_thread(author, space, Kind.DISCUSSION, title="Here", text=called(space, 9), told=2)
    worker.do_all()
    assert all(now > then for now, then in zip(_told()[:3], before[:3], strict=True))
