"""What is kept of a person's work: pages, files, drafts, talk, and what they watch."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from essp.care.queries import decisions_about
from essp.core.db import session
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.personal.registry import Kept, Row, Spared, plain, rows_of
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Contribution, Page, Revision, RevisionCredit


def changes(person: Person) -> Iterable[Row]:
    """The person's changes of pages; of places that are closed to them now only how many."""
    columns = (Revision.at, Revision.kind, Page.uid, Page.title, Space.slug.label("space"),
               Revision.number, Revision.summary, Revision.words_added, Revision.words_removed)  # fmt: skip
    mine = (
        select(*columns)
        .join(Page, Page.id == Revision.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(Revision.author_id == person.id, readable_by(person))
        .order_by(Revision.id)
    )
    rows = [plain(row._mapping) for row in session().execute(mine)]
    everything = select(func.count()).select_from(Revision).where(Revision.author_id == person.id)
    hidden = (session().scalar(everything) or 0) - len(rows)
    return [*rows, {"in_places_closed_to_you": hidden}] if hidden else rows


def words(person: Person) -> Iterable[Row]:
    """The pages on which words of the person stand, and how many."""
    rows = session().execute(
        select(Page.uid, Page.title, Space.slug.label("space"), Contribution.words)
        .join(Page, Page.id == Contribution.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(Contribution.person_id == person.id, readable_by(person))
        .order_by(Contribution.words.desc(), Page.id)
    )
    return [plain(row._mapping) for row in rows]


def credits(person: Person) -> Iterable[Row]:
    """Changes of others that the person worked on too."""
    rows = session().execute(
        select(Revision.at, Page.uid, Page.title)
        .join(RevisionCredit, RevisionCredit.revision_id == Revision.id)
        .join(Page, Page.id == Revision.page_id)
        .join(Space, Space.id == Page.space_id)
        .where(RevisionCredit.person_id == person.id, readable_by(person))
        .order_by(Revision.id)
    )
    return [plain(row._mapping) for row in rows]


def decisions(person: Person) -> Iterable[Row]:
    """What was decided about the person's words and told to them; reports that wait are nobody's yet."""
    for case, _thing in decisions_about(person, limit=ALL):
        yield plain(
            {
                "outcome": case.outcome, "rule": case.rule, "words": case.words,
                "decided_at": case.decided_at, "objection": case.objection,
                "verdict": case.verdict, "verdict_words": case.verdict_words,
            }
        )  # fmt: skip


ALL = 10_000
KEPT = (
    Kept("changes", _("Your changes of pages"), _("So that every word has an author."),
         ("revision.author_id",), changes),
    Kept("words", _("Your words that stand"), _("So that every word has an author."),
         ("contribution.person_id",), words),
    Kept("credits", _("Changes you worked on with others"), _("So that you are named beside them."),
         ("revision_credit.person_id",), credits),
    Kept("drafts", _("Your drafts"), _("So that nothing you type is lost."),
         ("draft.person_id",),
         rows_of("draft.person_id", "title", "text", "summary", "updated_at"), forgotten=True),
    Kept("earlier-drafts", _("Earlier states of your drafts"), _("So that nothing you type is lost."),
         ("draft_version.person_id",), rows_of("draft_version.person_id", "title", "words", "at"),
         forgotten=True),
    Kept("gatherings", _("Pages you began with words of others"),
         _("So that every word of them keeps its author."), ("gathering.person_id",),
         rows_of("gathering.person_id", "source", "at")),
    Kept("files", _("Files you brought"), _("So that they can be opened where they are used."),
         ("attachment.author_id", "attachment.person_id"),
         rows_of("attachment.author_id", "uid", "name", "number", "at", "post_uid", "withheld",
                 "archived_at")),
    Kept("file-versions", _("Versions of files you brought"), _("So that earlier ones can be opened."),
         ("attachment_version.author_id",),
         rows_of("attachment_version.author_id", "name", "number", "at")),
    Kept("saved-searches", _("Searches you kept"), _("So that you can ask them again."),
         ("saved_search.person_id",),
         rows_of("saved_search.person_id", "name", "query", "filters", "created_at"), forgotten=True),
    Kept("threads", _("Conversations you began"), _("So that others can read and answer them."),
         ("thread.author_id",), rows_of("thread.author_id", "uid", "kind", "title", "at")),
    Kept("posts", _("What you wrote in conversations"), _("So that others can read and answer it."),
         ("post.author_id",), rows_of("post.author_id", "uid", "at", "text", "edited_at")),
    Kept("post-revisions", _("Earlier words of your posts"), _("So that it is seen what was edited."),
         ("post_revision.author_id",), rows_of("post_revision.author_id", "number", "text", "at")),
    Kept("post-drafts", _("Posts you have not sent"), _("So that nothing you type is lost."),
         ("post_draft.person_id",),
         rows_of("post_draft.person_id", "place", "title", "text", "updated_at"), forgotten=True),
    Kept("reactions", _("Your reactions"), _("So that authors hear that they helped."),
         ("reaction.person_id",), rows_of("reaction.person_id", "post_id", "meaning", "at")),
    Kept("acceptances", _("Answers you accepted"), _("So that others find the answer."),
         ("acceptance.person_id",), rows_of("acceptance.person_id", "post_id", "at", "ended_at")),
    Kept("confirmations", _("What you said to have read"), _("So that it is known who was reached."),
         ("confirmation.person_id",), rows_of("confirmation.person_id", "thread_id", "at")),
    Kept("reading", _("How far you have read conversations"),
         _("So that you see what is new. Nobody else sees it."),
         ("thread_reading.person_id",), rows_of("thread_reading.person_id", "thread_id", "upto", "at"),
         forgotten=True),
    Kept("watches", _("What you watch"), _("So that you hear what happens to it."),
         ("watch.person_id",), rows_of("watch.person_id", "subject", "subject_id", "at"),
         forgotten=True),
    Kept("notifications", _("What you were told"), _("So that you hear of it once."),
         ("notification.person_id", "told.person_id"),
         rows_of("notification.person_id", "about", "about_id", "reason", "read_at"), forgotten=True),
    Kept("feeds", _("Feeds at a private address"), _("So that a feed reader can ask as you."),
         ("feed.person_id",),
         rows_of("feed.person_id", "subject", "created_at", "revoked_at"), forgotten=True),
    Kept("reports", _("What you reported"),
         _("So that somebody looks at it and you hear what became of it. Who wrote it never sees it."),
         ("care_report.person_id",),
         rows_of("care_report.person_id", "reason", "words", "at")),
    Kept("decisions", _("What moderators decided about your words"),
         _("So that you can read it and object."), ("care_case.author_id",), decisions),
    Kept("mail-choices", _("Which mail you want"), _("So that you get what you chose."),
         ("mail_choice.person_id",),
         rows_of("mail_choice.person_id", "direct", "watched", "quiet_from", "quiet_until", "any_day",
                 "bounced_at"), forgotten=True),
    Kept("push-browsers", _("Browsers that tell you of news"),
         _("So that you hear of it though no page is open."), ("push_browser.person_id",),
         rows_of("push_browser.person_id", "endpoint", "everything", "created_at"), forgotten=True),
    Kept("quiet-calls", _("Groups with which you are not called"),
         _("So that mentions of everyone leave you alone."), ("quiet_call.person_id",),
         rows_of("quiet_call.person_id", "kind", "group_id"), forgotten=True),
    Kept("mails-sent-in", _("Mails you sent to conversations"), _("So that none is taken twice."),
         ("received_mail.person_id",),
         rows_of("received_mail.person_id", "came_at", "fate", "said", "left_out", "answered_at"),
         forgotten=True),
    Kept("mails", _("Mails of news that you were sent"), _("So that none is sent twice."),
         ("mailing.person_id", "mail_turn.person_id"),
         rows_of("mailing.person_id", "sort", "made_at", "sent_at"), forgotten=True),
)  # fmt: skip

A_DEED = "the deed is among what the person did; the row is about the page, file or conversation"
SPARED = (
    *(
        Spared(column, A_DEED)
        for column in (
            "page.created_by_id", "page.updated_by_id", "hidden_revision.by_id", "page_topic.by_id",
            "attachment.archived_by_id", "thread.closed_by_id", "thread.last_by_id",
            "thread_link.by_id", "post.gone_by_id", "notice.actor_id", "care_case.handler_id",
            "care_case.decided_by_id", "care_case.verdict_by_id", "care_entry.by_id",
        )
    ),
    Spared("line_view.person_id", "where somebody is at this moment, kept no longer than it is so"),
    Spared("import_person.person_id", "the number by which an imported source knows the person"),
)  # fmt: skip
