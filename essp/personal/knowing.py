"""What is kept of a person for finding who knows what, and of the questions they asked and were asked."""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.personal.registry import Kept, Spared, rows_of

KEPT = (
    Kept("known-topics", _("Topics your work shows you know"),
         _("So that colleagues find you for what you know."), ("knower.person_id",),
         rows_of("knower.person_id", "topic_id", "words", "share", "pages", "answers", "helpful",
                 "edits", "endorsed", "owned", "verified", "declared", "first_at", "last_at",
                 "since", "shown_from")),
    Kept("work-shares", _("Your part in pieces of work"),
         _("So that what is said of you can be traced to your work."), ("work_share.person_id",),
         rows_of("work_share.person_id", "work_id", "part", "words")),
    Kept("topic-stands", _("What you decided about your topics"),
         _("So that your word comes before what was inferred."), ("topic_stand.person_id",),
         rows_of("topic_stand.person_id", "topic_id", "stand", "at"), forgotten=True),
    Kept("finder-choice", _("How you let yourself be found"),
         _("So that nobody is asked more than they want."), ("finder_choice.person_id",),
         rows_of("finder_choice.person_id", "found", "suggested", "speed", "most", "at"),
         forgotten=True),
    Kept("endorsements", _("Colleagues you endorsed"),
         _("So that it is known on whose word something stands."), ("endorsement.by_id",),
         rows_of("endorsement.by_id", "person_id", "topic_id", "note", "at", "ended_at")),
    Kept("endorsed", _("What colleagues endorsed you for"),
         _("So that it is known on whose word something stands."), ("endorsement.person_id",),
         rows_of("endorsement.person_id", "topic_id", "note", "at", "ended_at")),
    Kept("looked-in-vain", _("What you looked for and nobody had shown"),
         _("So that it is seen what is missing. Kept for 35 days."), ("unmet.person_id",),
         rows_of("unmet.person_id", "day", "words"), forgotten=True),
    Kept("wishes", _("What you want to hear of"), _("So that you hear when somebody writes about it."),
         ("wish.person_id",), rows_of("wish.person_id", "words", "at", "met_at"), forgotten=True),
    Kept("invitations", _("Questions you were asked to look at"),
         _("So that nobody is asked too often, and the finder learns."), ("invitation.person_id",),
         rows_of("invitation.person_id", "thread_id", "at", "why", "reply", "replied_at")),
    Kept("passed-on", _("Questions you passed on to others"),
         _("So that whom you named knows from whom it came."), ("invitation.from_id",),
         rows_of("invitation.from_id", "thread_id", "person_id", "at")),
    Kept("private-questions", _("Questions you asked one person"),
         _("So that you can read what came of them."), ("private_question.asker_id",),
         rows_of("private_question.asker_id", "uid", "person_id", "title", "at", "closed_at")),
    Kept("private-asked", _("Questions only you were asked"),
         _("So that you can read what came of them."), ("private_question.person_id",),
         rows_of("private_question.person_id", "uid", "asker_id", "title", "at", "reply", "closed_at")),
    Kept("private-messages", _("What you wrote in private questions"),
         _("So that you can read what came of them."), ("private_message.author_id",),
         rows_of("private_message.author_id", "question_id", "at", "text")),
)  # fmt: skip

SPARED = (
    Spared(
        "finder_switch.by_id", "the deed of an administrator; the row is about the organisation"
    ),
)
