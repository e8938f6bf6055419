"""Archives of mailing lists as conversations."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from essp.attachments.models import Attachment
from essp.cli import essp
from essp.discussions.models import Post, Thread
from essp.discussions.reading import unread_in
from essp.importers.mbox import MailboxSource
from essp.importers.records import UnreadableError
from essp.importers.talk_ledger import Fate, Remark
from essp.importers.talk_loading import load_talk
from essp.notifications.models import Notification
from essp.people.models import Person

FROM = b"From anna@example.org Fri May  1 08:00:00 2009\n"


def mail(number, text="Hello.\n", *, to=(), subject="Cables", name="Anna", extra="", body=None):
    """A mail; `to` are the numbers it names."""
    names = " ".join(f"<{each}@list>" for each in to)
    head = (
        f"From: {name} <{name.lower()}@example.org>\nDate: Fri, 01 May 2009 08:00:{number:02} +0200\n"
        f"Message-ID: <{number}@list>\nSubject: {subject}\n"
        + (f"References: {names}\n" if to else "")
        + extra
    )
    return FROM + head.encode() + b"\n" + (body if body is not None else text.encode()) + b"\n"


@pytest.fixture
def box(tmp_path, importer):
    """Import mails: `box(mail(1), mail(2))`; gives the ledger, which adds up."""

    def run(*mails, name="list.mbox", space="list"):
        path = tmp_path / name
        path.write_bytes(b"".join(mails))
        with MailboxSource(path) as source:
            ledger = load_talk(importer, space, source)
        assert ledger.adds_up, ledger.as_json()
        return ledger

    return run


def posts(session):
    return session.scalars(select(Post).order_by(Post.thread_id, Post.number)).all()


def only(session):
    (post,) = posts(session)
    return post.text


def named(ledger, remark):
    return [entry.name for entry in ledger.entries() if entry.note is remark]


def test_mails_that_answer_each_other_are_one_conversation(box, session, femke):
    ledger = box(
        mail(1, "Who?\n"),
        mail(2, "I.\n", to=[1], name="Bas", subject="Re: Cables"),
        mail(3, "Other.\n", subject="Poles"),
        mail(4, "Thanks.\n", to=[1, 2], subject="Re: Cables"),
    )
    threads = {thread.title: thread for thread in session.scalars(select(Thread))}
    assert {title: thread.posts for title, thread in threads.items()} == {"Cables": 3, "Poles": 1}
    who, reply, thanks, _other = posts(session)
    assert (reply.parent_id, thanks.parent_id) == (who.id, reply.id)
    assert thanks.at.isoformat().startswith("2009-05-01T06:00:04")
    assert ledger.fates == {Fate.NEW: 4}
    assert unread_in(femke, list(threads.values()))[threads["Cables"].id].posts == 0
    assert session.scalar(select(func.count()).select_from(Notification)) == 0


def test_a_later_archive_goes_on_where_the_one_before_ended(box, session):
    box(mail(1, "Who?\n"))
    ledger = box(mail(1, "Who?\n"), mail(2, "I.\n", to=[1]), name="all.mbox")
    assert ledger.fates == {Fate.KNOWN: 1, Fate.NEW: 1}
    box(mail(3, "And I.\n", to=[1, 2]), name="june.mbox")
    first, second, third = posts(session)
    assert (second.parent_id, third.parent_id) == (first.id, second.id)
    assert session.scalars(select(Thread)).one().posts == 3


def test_the_same_mail_twice_is_one_and_two_mails_of_one_id_are_two(box, session):
    ledger = box(mail(1), mail(1, extra="Received: by another\n"), mail(1, "Other words.\n"))
    assert ledger.fates == {Fate.NEW: 2, Fate.TWICE: 1}
    assert named(ledger, Remark.SAME_ID) == ["Cables (Anna)"]
    assert len(posts(session)) == 2


def test_what_was_put_by_guess_is_named(box):
    ledger = box(
        mail(1),
        mail(2, subject="Re: Cables"),
        mail(3, to=[99], subject="Lost"),
        mail(4, to=[5], subject="Round"),
        mail(5, to=[4], subject="Round"),
    )
    assert named(ledger, Remark.BY_SUBJECT) == ["Re: Cables (Anna)"]
    assert named(ledger, Remark.MISSING_PARENT) == ["Lost (Anna)"]
    assert named(ledger, Remark.CIRCLE) == ["Round (Anna)"]


def test_quotations_and_signatures_are_set_apart(box, session):
    box(mail(1, "> Who is it?\n>> Hm.\nIt is *me*\n#1 @bas\n\n-- \nAnna\nZwolle\n"))
    assert only(session) == (
        "> Who is it?\n\n> > Hm.\n\nIt is \\*me\\*  \n\\#1 \\@bas\n\n---\n\nAnna  \nZwolle"
    )


def test_lines_go_on_where_they_were_only_full_and_columns_stay(box, session):
    full = "This line was broken because it was full, which mail programs did at the\nmargin.\n\nShort\nlines\n"
    box(mail(1, f"{full}\n    x = 1\n    y = 2\n\na    b    c\nd    e    f\n"))
    assert only(session) == (
        "This line was broken because it was full, which mail programs did at the\nmargin.\n\n"
        "Short  \nlines\n\n```\n    x = 1\n    y = 2\n\na    b    c\nd    e    f\n```"
    )


def test_a_very_long_signature_goes_into_a_file(box, session):
    ledger = box(mail(1, "Hello.\n-- \n" + "".join(f"line {n}\n" for n in range(1000))))
    assert "line 19" in only(session) and "line 20" not in only(session)
    assert session.scalars(select(Attachment.name)).all() == ["signature.txt"]
    assert named(ledger, Remark.SIGNATURE) == ["Cables (Anna)"]


def test_nobodys_address_is_shown(box, session):
    box(
        mail(1, "Hello.\n"),
        mail(2, "On Friday, Anna <anna@example.org> wrote:\n> Hello.\nMail anna@example.org,"
             " anna at example.org or help@example.com.\n-- \nBas\nbas@example.org\n", to=[1], name="Bas"),
    )  # fmt: skip
    text = posts(session)[1].text
    assert "anna@" not in text and "anna at" not in text
    assert text.endswith("---\n\nBas")
    assert "On Friday, Anna wrote:" in text and "help@example.com" in text
    people = session.scalars(select(Person).where(Person.joined_at.is_(None))).all()
    assert {person.email for person in people} == {"anna@example.org", "bas@example.org"}


def test_odd_characters_are_read_as_far_as_they_can_be(box, session):
    typed = "Content-Type: text/plain; charset={}\nContent-Transfer-Encoding: 8bit\n"
    name = "=?utf-8?q?Ren=C3=A9?="
    ledger = box(
        mail(1, body="café\n".encode("latin-1"), extra=typed.format("utf-8")),
        mail(2, body="naïve\n".encode(), extra=typed.format("x-unknown")),
        mail(3, body=b"caf=E9 =zz =\nend\n", subject=f"{name} =?nope?q?x?=",
             extra="Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n"),
    )  # fmt: skip
    said = [post.text for post in posts(session)]
    assert said[:2] == ["café", "naïve"] and said[2].startswith("café =zz end")
    assert named(ledger, Remark.ENCODING) == ["Cables (Anna)"]
    assert "Renéx" in {thread.title for thread in session.scalars(select(Thread))}


def test_flowed_text_is_whole_again(box, session):
    box(
        mail(
            1,
            "One two \nthree.\n> quoted \n> on\n",
            extra="Content-Type: text/plain; format=flowed\n",
        )
    )
    assert only(session) == "One two three.\n\n> quoted on"


def test_html_and_files_come_along(box, session):
    letter = EmailMessage()
    letter["From"], letter["Subject"], letter["Message-ID"] = (
        "Anna <anna@example.org>",
        "Plan",
        "<9@list>",
    )
    letter["Date"] = "Fri, 01 May 2009 08:00:00 +0000"
    letter.set_content("<p>See <b>this</b><script>x()</script></p>", subtype="html")
    letter.add_attachment(b"a,b\n", maintype="text", subtype="csv", filename="load 1.csv")
    box(FROM + letter.as_bytes() + b"\n")
    kept = session.scalars(select(Attachment)).one()
    assert only(session) == f"See **this**\n\n- [load 1.csv]({kept.url.replace(' ', '%20')})"
    assert session.get(Person, kept.author_id).name == "Anna"


def test_a_mail_that_is_attached_comes_along_as_a_file(box, session):
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Old plan"
    inner.set_content("Inside.\n")
    outer.set_content("See below.\n")
    outer.add_attachment(inner)
    head, _, body = outer.as_bytes().partition(b"\n\n")
    box(mail(1, extra=head.decode() + "\n", body=body))
    assert "See below." in only(session) and "[Old plan.eml](" in only(session)


def test_a_line_that_begins_with_from_ends_no_mail(box, session):
    box(mail(1, "Hello.\n\nFrom here on it rains.\n\n>From there too.\n"), mail(2, subject="Two"))
    assert [post.text for post in posts(session)] == [
        "Hello.\n\nFrom here on it rains.\n\nFrom there too.", "Hello.",
    ]  # fmt: skip


def test_an_archive_that_breaks_off_is_read_as_far_as_it_goes(box, session):
    whole = mail(
        2,
        extra='Content-Type: multipart/mixed; boundary="x"\n',
        body=b"--x\n\nHalf a",
        subject="Two",
    )
    ledger = box(mail(1), whole)
    assert ledger.fates == {Fate.NEW: 2} and named(ledger, Remark.CUT) == ["Two (Anna)"]
    assert posts(session)[1].text == "Half a"


def test_mails_without_anything_have_a_place_too(box, session):
    ledger = box(FROM + b"X-Nothing: at all\n\n\n", mail(1, "", subject=""))
    assert ledger.fates == {Fate.NEW: 2}
    assert {thread.title for thread in session.scalars(select(Thread))} == {"Without a title"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"Hello there, this is a letter.\n", "is not a mailbox"),
        (b"\x1f\x8b\x08\x00", "is packed"),
        (b"From a@b Fri May  1 08:00:00 2009\nno field here\n", "no conversation"),
    ],
)
def test_a_file_that_is_no_mailbox_is_refused(box, session, content, said):
    with pytest.raises(UnreadableError, match=said):
        box(content)
    assert session.scalars(select(Thread)).all() == []


def test_a_missing_file_is_one_sentence(importer, app, tmp_path):
    result = CliRunner().invoke(
        essp, ["import", "mbox", str(tmp_path / "none"), "--space", "list"], obj=app
    )
    assert result.exit_code == 1 and "cannot be read" in result.output
    assert "Traceback" not in result.output
