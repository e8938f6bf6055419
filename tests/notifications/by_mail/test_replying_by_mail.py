"""Answering a conversation by mail: placed once, by the right person, or refused in one clear answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.attachments.models import Attachment
from essp.core import clock, worker
from essp.core.db import session, transaction
from essp.discussions import closing, removing
from essp.discussions.models import Kind, Outcome, Post, Thread
from essp.discussions.posting import start_thread
from essp.notifications import receiving, settings
from essp.notifications.mail_models import Rhythm
from essp.notifications.reply_addresses import Forged, meant_by, reply_address
from essp.notifications.reply_models import Fate
from essp.notifications.settings import Wanted
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from tests.notifications.by_mail.letters import (
    TUESDAY,
    answering,
    opening,
    receive,
    replies,
    text_of,
)


def test_a_mail_about_a_conversation_can_be_answered_and_the_answer_is_told(
    ruben: Person, femke: Person, space: Space, mails
) -> None:
    with transaction():
        for person in (femke, ruben):
            settings.choose(person, Wanted(Rhythm.ONCE, Rhythm.ONCE, 0, 0, any_day=True))
        thread = start_thread(
            femke, space, Kind.QUESTION, title="Outage", text="When, @ruben-haak?"
        )
    worker.do_all()
    (told,) = mails()
    assert "Answer this mail to reply in the conversation." in text_of(told)
    assert "Femke de Boer: When, @ruben-haak?" in text_of(told)
    quoted = "\n".join(f"> {line}" for line in text_of(told).splitlines())
    message = answering(
        ruben, opening(thread), f"On Thursday.\n\nOn Tue, Nov 17, 2026 at 10:00 x <a@b.c> wrote:\n{quoted}\n",
        To=str(told["Reply-To"]), References=f"{told['References']} {told['Message-ID']}",
    )  # fmt: skip
    row = receive(message)
    assert (row.fate, replies(thread)) == (Fate.PLACED.value, ["On Thursday."])
    post = session().get_one(Post, row.post_id)
    assert (post.author_id, post.via, post.parent_id) == (ruben.id, "mail", opening(thread).id)
    to_femke = mails()[-1]
    assert to_femke["To"].addresses[0].username == "femke-de-boer"
    assert to_femke["References"] == f"{told['References']} {message['Message-ID']}"


def test_the_same_mail_delivered_twice_is_one_reply(ruben: Person, thread: Thread, mails) -> None:
    message = answering(ruben, opening(thread))
    first = receive(message)
    message["Received"] = "by another server"
    assert receive(message).id == first.id
    assert replies(thread) == ["On Thursday."]


@pytest.mark.parametrize(
    "field",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X-Loop": "reply@example.org"},
        {"List-Id": "<all.example.org>"},
        {"Return-Path": "<>"},
        {"From": "kantlijn@localhost"},
        {"X-Autoreply": "yes"},
        {"Message-ID": "<news-abcdefghjk@127.0.0.1>"},
    ],
    ids=lambda field: next(iter(field)),
)
def test_what_a_program_wrote_is_passed_over_in_silence(
    ruben: Person, thread: Thread, mails, field: dict[str, str]
) -> None:
    mails()
    before = len(mails())
    row = receive(answering(ruben, opening(thread), **field))
    assert row.fate == Fate.IGNORED.value
    assert row.said
    assert (replies(thread), len(mails())) == ([], before)


def test_an_out_of_office_is_known_by_its_subject_too(ruben: Person, thread: Thread) -> None:
    message = answering(ruben, opening(thread))
    message.replace_header("Subject", "Automatisch antwoord: Outage")
    assert receive(message).fate == Fate.IGNORED.value
    message.replace_header("Subject", "Re: Automatisch antwoord instellen")
    assert receive(message).fate == Fate.PLACED.value


def refused(ruben: Person, thread: Thread, mails, **fields: str) -> str:
    """What somebody is answered whose mail is not placed: one mail, however often it comes."""
    before = len(mails())
    message = answering(ruben, opening(thread), **fields)
    row = receive(message)
    receive(message)
    assert row.fate == Fate.REFUSED.value
    assert replies(thread) == []
    (answer,) = mails()[before:]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == message["Message-ID"]
    assert receive(answer).fate == Fate.IGNORED.value
    return text_of(answer)


def test_a_closed_conversation_a_post_taken_away_and_a_lost_right_are_answered(
    femke: Person, ruben: Person, thread: Thread, closed_space: Space, mails
) -> None:
    with transaction():
        closing.close_thread(femke, thread.uid, Outcome.DROPPED)
    assert "takes no more replies" in refused(ruben, thread, mails, **{"Message-ID": "<1@x>"})
    with transaction():
        closing.reopen_thread(femke, thread.uid)
        removing.remove_post(femke, opening(thread).uid)
    assert "no longer there" in refused(ruben, thread, mails, **{"Message-ID": "<2@x>"})
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
        thread.space_id = closed_space.id
    hidden = refused(ruben, thread, mails, **{"Message-ID": "<3@x>"})
    assert "not open to you any more" in hidden
    assert "Outage" not in hidden.replace("Re: Outage", "")
    assert "On Thursday." in hidden


def test_an_old_a_forged_and_a_strange_address_are_answered_and_tell_nothing(
    femke: Person, ruben: Person, noor: Person, thread: Thread, mails
) -> None:
    address = reply_address(ruben.id, opening(thread).id)
    with clock.held_at(TUESDAY + timedelta(days=61)):
        assert "too old" in refused(ruben, thread, mails, To=address, **{"Message-ID": "<1@x>"})
    broken = address.replace("reply+a", "reply+b")
    with pytest.raises(Forged):
        meant_by(broken)
    assert "not whole" in refused(ruben, thread, mails, To=broken, **{"Message-ID": "<2@x>"})
    for number, sender in enumerate([f"x <{noor.email}>", "Ruben Haak <ruben@home.example>"]):
        named = {"From": sender, "Message-ID": f"<s{number}@x>", "To": address}
        said = refused(ruben, thread, mails, **named)
        assert "is not the one we wrote to" in said
        assert "Thursday" not in said
        assert "Outage" not in said
    quiet = len(mails())
    stranger = {"From": "a@spam.example", "To": broken, "Message-ID": "<5@x>"}
    assert receive(answering(ruben, opening(thread), **stranger)).fate == Fate.IGNORED.value
    assert len(mails()) == quiet


def test_a_mail_server_may_change_the_case_of_an_address(ruben: Person, thread: Thread) -> None:
    address = reply_address(ruben.id, opening(thread).id)
    assert len(address.partition("@")[0]) <= 64
    assert meant_by(address.upper()) == meant_by(address)
    assert meant_by("reply@example.org") is None
    assert meant_by(address.replace("@example.org", "@elsewhere.example")) is None


def test_nobody_is_answered_without_end(ruben: Person, thread: Thread, mails) -> None:
    before = len(mails())
    for number in range(receiving.MOST_ANSWERS + 3):
        receive(answering(ruben, opening(thread), "> quoted\n", **{"Message-ID": f"<{number}@x>"}))
    assert len(mails()) - before == receiving.MOST_ANSWERS
    assert "no words of your own" in text_of(mails()[-1])


def test_files_come_along_and_those_over_the_limit_are_refused_by_name(
    ruben: Person, thread: Thread, mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essp.attachments.folder._limit", [lambda: 1 << 20])
    message = answering(ruben, opening(thread), "See the drawing.\n")
    message.add_attachment(b"plan of it", "text", "plain", filename="drawing [new].txt")
    message.add_attachment(b"x" * (2 << 20), "application", "zip", filename="all.zip")
    message.add_attachment(b"sig", "application", "pgp-signature", filename="signature.asc")
    before = len(mails())
    row = receive(message)
    (text,) = replies(thread)
    kept = session().query(Attachment).one()
    assert text == f"See the drawing.\n\n[drawing (new).txt]({kept.url})"
    assert [name for name, _why in row.left_out] == ["all.zip"]
    answer = text_of(mails()[before])
    assert "Your words are in the conversation" in answer
    assert "- all.zip: The file is too large: use at most 1 MB." in answer
    with pytest.raises(IndexError):
        mails()[before + 2]
