"""What is kept of a person's part in curation: what they own, propose, verify, doubt and decide."""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.personal.registry import Kept, Spared, rows_of

KEPT = (
    Kept("owned", _("What you own or look after"), _("So that readers know whom to ask."),
         ("stewardship.person_id",),
         rows_of("stewardship.person_id", "space_id", "page_id", "deputy", "accepted_at", "ended_at",
                 "ended_why")),
    Kept("owner-groups", _("Groups of owners you are in"), _("So that readers know whom to ask."),
         ("owner_group_member.person_id",),
         rows_of("owner_group_member.person_id", "group_id", "since")),
    Kept("owner-groups-asked", _("Groups of owners you were asked into"),
         _("So that you belong to none that you did not agree to."), ("owner_group_asking.person_id",),
         rows_of("owner_group_asking.person_id", "group_id", "at"), forgotten=True),
    Kept("proposals", _("What you proposed"), _("So that every word has an author."),
         ("proposal.author_id", "proposal_version.by_id"),
         rows_of("proposal.author_id", "uid", "page_id", "at", "reason", "state", "decided_at",
                 "decision", "became")),
    Kept("proposal-remarks", _("What you said about proposals"), _("So that others can read it."),
         ("proposal_remark.by_id",),
         rows_of("proposal_remark.by_id", "proposal_id", "at", "kind", "text")),
    Kept("proposal-looks", _("Proposals you have open"),
         _("So that two people do not decide at once."), ("proposal_look.person_id",),
         rows_of("proposal_look.person_id", "proposal_id", "since", "seen_at"), forgotten=True),
    Kept("proposal-checks", _("Proposals you were asked to check"),
         _("So that an owner decides with who knows."), ("proposal_check.person_id",),
         rows_of("proposal_check.person_id", "proposal_id", "at", "why", "answered_at", "answer",
                 "words")),
    Kept("unlocking", _("What you asked to unlock"), _("So that its owners answer and you hear it."),
         ("unlock_request.by_id",),
         rows_of("unlock_request.by_id", "page_id", "at", "reason", "unlocked", "answered_at",
                 "answer")),
    Kept("acts", _("What you decided as an owner"),
         _("So that it is known who approved what, and why."), ("curation_act.by_id",),
         rows_of("curation_act.by_id", "page_id", "number", "kind", "at", "why")),
    Kept("claims", _("Sentences you vouched for until a day"),
         _("So that readers know how long they hold."), ("claim.by_id",),
         rows_of("claim.by_id", "page_id", "at", "quote", "until", "ended_at")),
    Kept("doubts", _("Sentences you doubted"), _("So that an owner looks and you hear what came of it."),
         ("doubt.by_id",),
         rows_of("doubt.by_id", "page_id", "at", "kind", "quote", "reason", "outcome", "answer")),
    Kept("handovers", _("What was handed over to you or by you"),
         _("So that nothing is without an owner."), ("handover.from_id", "handover.to_id"),
         rows_of("handover.from_id", "page_id", "opened_at", "why", "note", "outcome", "decided_at")),
    Kept("publishing-rights", _("Topics on which you may publish"),
         _("So that good work need not wait."), ("publishing_right.person_id",),
         rows_of("publishing_right.person_id", "topic_id", "since", "revoked_at", "revoked_why")),
    Kept("owner-promise", _("How soon you promise to decide"),
         _("So that those who propose know what to expect."), ("owner_promise.person_id",),
         rows_of("owner_promise.person_id", "days", "since"), forgotten=True),
)  # fmt: skip

A_DEED = "the deed is among the person's acts; the row is about the page, proposal or owner"
SPARED = tuple(
    Spared(column, A_DEED)
    for column in (
        "owner_group.created_by_id", "owner_group_member.added_by_id",
        "owner_group_asking.by_id", "proposal_check.by_id", "stewardship.appointed_by_id",
        "stewardship.ended_by_id", "protection.by_id", "protection.ended_by_id",
        "unlock_request.answered_by_id",
        "proposal.decided_by_id", "verification.by_id", "claim.ended_by_id", "doubt.decided_by_id",
        "handover.opened_by_id", "handover.decided_by_id", "publishing_right.revoked_by_id",
    )
)  # fmt: skip
