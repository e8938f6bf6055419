"""What happens next: from each fact to the work that follows it. The only such table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from essp.attachments.events import (
    FileArchived,
    FileAttached,
    FileBroughtBack,
    FileMoved,
    FileReleased,
    FileRenamed,
    FileReplaced,
    FileTextRead,
    FileWithheld,
)
from essp.attachments.reading import read_file
from essp.care.events import CaseDecided, ObjectionDecided
from essp.core.events import Fact, Reaction, durable
from essp.curation.aging import age_proposal
from essp.curation.events import (
    CheckAnswered,
    CheckAsked,
    ClaimFlagged,
    DoubtAnswered,
    GuardStepped,
    HandoverDecided,
    HandoverOpened,
    LeftWithoutOwner,
    OwnerReminded,
    PageVerified,
    SentenceClaimed,
    SentenceDoubted,
    TrustEarned,
    TrustRevoked,
)
from essp.curation.following import await_claim, follow_file, follow_page
from essp.curation.loans import look_at_queues
from essp.curation.silence import follow_moved, owner_left, owners_read
from essp.curation.trusting import consider
from essp.discussions.anchoring import find_passages
from essp.discussions.events import (
    AnswerAccepted,
    AnswerUnaccepted,
    PostAdded,
    PostBroughtBack,
    PostEdited,
    PostRemoved,
    Reacted,
    ThreadChanged,
    ThreadClosed,
    ThreadImported,
    ThreadMoved,
    ThreadReopened,
    ThreadsMerged,
    ThreadSplit,
    ThreadStarted,
)
from essp.discussions.hearing import tell_of_talk
from essp.discussions.mentioning import rename_in_posts
from essp.expertise.events import InvitationAnswered, PrivatelyAsked, QuestionRouted, WishMet
from essp.expertise.gathering import gather_page, gather_page_anew, gather_thread
from essp.expertise.routing import bring_next, note_answer, note_ending
from essp.expertise.wishing import meet_with_page, meet_with_post, tell_seekers
from essp.notifications.asking_telling import tell_of_invitation, tell_of_private, tell_of_wish
from essp.notifications.desk_mailing import ask_for_desk_round, ask_for_review_round
from essp.notifications.owning_telling import (
    tell_of_accepting,
    tell_of_asking,
    tell_of_check,
    tell_of_ending,
    tell_of_group,
    tell_of_handed,
    tell_of_handover,
    tell_of_nobody,
)
from essp.notifications.telling import (
    follow_merge,
    follow_split,
    tell_of_answer,
    tell_of_case,
    tell_of_claim,
    tell_of_doubt,
    tell_of_guard,
    tell_of_late_proposal,
    tell_of_names,
    tell_of_newcomer,
    tell_of_post,
    tell_of_proposal,
    tell_of_proposal_remark,
    tell_of_reminder,
    tell_of_revision,
    tell_of_right,
    tell_of_step,
    tell_of_unlock,
)
from essp.people.events import PersonChanged, PersonInvited, PersonJoined, PersonLeft
from essp.search.indexing import (
    reindex_file,
    reindex_page,
    reindex_person,
    reindex_space,
    reindex_thread,
    reindex_topic,
)
from essp.spaces.events import (
    MemberAdded,
    MemberRemoved,
    OwnerGroupAsked,
    SpaceAccessChanged,
    SpaceChanged,
    SpaceCreated,
    StewardAccepted,
    StewardAsked,
    StewardEnded,
)
from essp.starting.practice import lay_out_practice
from essp.topics.asking import note_person
from essp.topics.events import PersonTopicsChanged, TopicChanged, TopicsMerged, TopicsParted
from essp.wiki.events import (
    LockUnconfirmed,
    PageApproved,
    PageArchived,
    PageBroughtBack,
    PageEdited,
    PageImported,
    PageProtected,
    PageReleased,
    PageRelocated,
    PageTemplateMarked,
    PageTopicsChanged,
    ProposalDecided,
    ProposalLate,
    ProposalMade,
    ProposalRemarked,
    ProposalRevised,
    ProposalStuck,
    UnlockAnswered,
    UnlockAsked,
    VersionHidden,
    VersionShown,
)
from essp.wiki.file_uses import note_file_uses
from essp.wiki.guard_ends import tend_guard
from essp.wiki.guard_telling import tell_writers
from essp.wiki.mentioning import rename_mentions
from essp.wiki.presence import tell_revised

REACTIONS: Mapping[type[Fact], Iterable[Reaction]] = {
    PageEdited: [
        durable(reindex_page, "page_id"),
        durable(gather_page, "page_id"),
        durable(tell_of_revision, "page_id", "number"),
        durable(note_file_uses, "page_id"),
        durable(find_passages, "page_id"),
        durable(follow_page, "page_id"),
        durable(meet_with_page, "page_id"),
        tell_revised,
    ],
    PageTopicsChanged: [durable(reindex_page, "page_id")],
    PageTemplateMarked: [durable(reindex_page, "page_id"), durable(gather_page_anew, "page_id")],
    VersionHidden: [durable(gather_page_anew, "page_id")],
    VersionShown: [durable(gather_page_anew, "page_id")],
    PageRelocated: [
        durable(reindex_page, "page_id"),
        durable(gather_page, "page_id"),
        durable(find_passages, "page_id"),
        durable(follow_page, "page_id"),
        durable(tell_of_revision, "page_id", "number"),
        durable(follow_moved, "page_id", "space_id"),
    ],
    PageArchived: [
        durable(reindex_page, "page_id"),
        durable(gather_page, "page_id"),
        durable(follow_page, "page_id"),
        durable(tell_of_revision, "page_id", "number"),
    ],
    PageBroughtBack: [
        durable(reindex_page, "page_id"),
        durable(gather_page, "page_id"),
        durable(tell_of_revision, "page_id", "number"),
    ],
    PageImported: [
        durable(reindex_page, "page_id"),
        durable(gather_page, "page_id"),
        durable(note_file_uses, "page_id"),
        durable(find_passages, "page_id"),
        durable(follow_page, "page_id"),
    ],
    ThreadStarted: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        durable(tell_of_post, "actor_id", "post_id", "mentioned", "called"),
        tell_of_talk,
    ],
    PostAdded: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        durable(note_answer, "thread_id", "post_id"),
        durable(meet_with_post, "post_id"),
        durable(tell_of_post, "actor_id", "post_id", "mentioned", "called"),
        tell_of_talk,
    ],
    PostEdited: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        durable(tell_of_names, "actor_id", "post_id", "revision", "mentioned", "called"),
        tell_of_talk,
    ],
    PostRemoved: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        tell_of_talk,
    ],
    PostBroughtBack: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        tell_of_talk,
    ],
    AnswerAccepted: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        durable(tell_of_answer, "actor_id", "post_id"),
        durable(note_ending, "thread_id"),
        durable(tell_seekers, "thread_id", "post_id"),
        tell_of_talk,
    ],
    AnswerUnaccepted: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        tell_of_talk,
    ],
    ThreadChanged: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        tell_of_talk,
    ],
    Reacted: [tell_of_talk],
    ThreadClosed: [durable(note_ending, "thread_id"), tell_of_talk],
    ThreadReopened: [tell_of_talk],
    ThreadMoved: [
        durable(reindex_thread, "thread_id"),
        durable(gather_thread, "thread_id"),
        tell_of_talk,
    ],
    ThreadImported: [durable(reindex_thread, "thread_id"), durable(gather_thread, "thread_id")],
    ThreadSplit: [
        durable(reindex_thread, "thread_id", "from_id"),
        durable(gather_thread, "thread_id", "from_id"),
        durable(follow_split, "thread_id", "from_id"),
        tell_of_talk,
    ],
    ThreadsMerged: [
        durable(reindex_thread, "thread_id", "into_id"),
        durable(gather_thread, "thread_id", "into_id"),
        durable(note_ending, "thread_id"),
        durable(follow_merge, "thread_id", "into_id"),
        tell_of_talk,
    ],
    PageApproved: [durable(look_at_queues, "space_id")],
    ProposalMade: [
        durable(look_at_queues, "space_id"),
        durable(tell_of_proposal, "proposal_id"),
        durable(age_proposal, "proposal_id"),
        durable(ask_for_desk_round, "space_id"),
    ],
    ProposalRevised: [
        durable(look_at_queues, "space_id"),
        durable(tell_of_proposal, "proposal_id"),
        durable(age_proposal, "proposal_id"),
    ],
    PageProtected: [durable(tend_guard, "protection_id"), tell_writers],
    PageReleased: [durable(tell_of_guard, "protection_id"), tell_writers],
    UnlockAsked: [durable(tell_of_unlock, "request_id")],
    UnlockAnswered: [durable(tell_of_unlock, "request_id")],
    LockUnconfirmed: [durable(tell_of_guard, "protection_id")],
    ProposalStuck: [durable(tell_of_proposal, "proposal_id")],
    ProposalLate: [durable(tell_of_late_proposal, "proposal_id")],
    ProposalRemarked: [durable(tell_of_proposal_remark, "remark_id")],
    ProposalDecided: [
        durable(look_at_queues, "space_id"),
        durable(consider, "proposal_id"),
        durable(tell_of_proposal, "proposal_id"),
    ],
    CheckAsked: [durable(tell_of_check, "proposal_id", "person_id")],
    CheckAnswered: [durable(tell_of_check, "proposal_id", "person_id")],
    SentenceClaimed: [durable(await_claim, "claim_id")],
    PageVerified: [durable(ask_for_review_round, "page_id")],
    SentenceDoubted: [
        durable(tell_of_doubt, "doubt_id"),
        durable(ask_for_desk_round, "space_id"),
    ],
    DoubtAnswered: [durable(tell_of_doubt, "doubt_id")],
    OwnerReminded: [durable(tell_of_reminder, "page_id", "actor_id")],
    ClaimFlagged: [durable(tell_of_claim, "claim_id")],
    GuardStepped: [durable(tell_of_step, "protection_id", "step")],
    TrustEarned: [durable(tell_of_right, "right_id")],
    TrustRevoked: [durable(tell_of_right, "right_id")],
    CaseDecided: [durable(tell_of_case, "case_id")],
    ObjectionDecided: [durable(tell_of_case, "case_id")],
    FileAttached: [durable(reindex_file, "attachment_id"), durable(read_file, "attachment_id")],
    FileReplaced: [
        durable(reindex_file, "attachment_id"),
        durable(read_file, "attachment_id"),
        durable(follow_file, "attachment_id"),
    ],
    FileRenamed: [durable(reindex_file, "attachment_id")],
    FileMoved: [durable(reindex_file, "attachment_id")],
    FileReleased: [durable(reindex_file, "attachment_id")],
    FileWithheld: [durable(reindex_file, "attachment_id")],
    FileArchived: [durable(reindex_file, "attachment_id"), durable(follow_file, "attachment_id")],
    FileBroughtBack: [durable(reindex_file, "attachment_id")],
    FileTextRead: [durable(reindex_file, "attachment_id")],
    PersonInvited: [durable(reindex_person, "person_id")],
    PersonJoined: [durable(reindex_person, "person_id"), durable(lay_out_practice, "person_id")],
    PersonChanged: [
        durable(reindex_person, "person_id", "fields"),
        durable(note_person, "person_id"),
        durable(rename_mentions, "person_id", "fields"),
        durable(rename_in_posts, "person_id", "fields"),
    ],
    PersonLeft: [durable(reindex_person, "person_id"), durable(owner_left, "person_id")],
    PersonTopicsChanged: [durable(reindex_person, "person_id")],
    TopicChanged: [durable(reindex_topic, "topic_id", "change")],
    TopicsMerged: [durable(reindex_topic, "topic_id", "into_id")],
    TopicsParted: [durable(reindex_topic, "topic_id", "from_id")],
    MemberAdded: [durable(tell_of_newcomer, "space_id", "person_id")],
    OwnerGroupAsked: [durable(tell_of_group, "group_id", "person_id")],
    StewardAsked: [durable(tell_of_asking, "stewardship_id")],
    StewardAccepted: [durable(tell_of_accepting, "stewardship_id", "actor_id")],
    StewardEnded: [durable(tell_of_ending, "stewardship_id", "actor_id", "why")],
    HandoverOpened: [durable(tell_of_handover, "handover_id", "to_id")],
    HandoverDecided: [durable(tell_of_handed, "handover_id")],
    LeftWithoutOwner: [durable(tell_of_nobody, "handover_id")],
    QuestionRouted: [durable(tell_of_invitation, "invitation_id")],
    InvitationAnswered: [durable(bring_next, "invitation_id")],
    PrivatelyAsked: [durable(tell_of_private, "message_id")],
    WishMet: [durable(tell_of_wish, "wish_id")],
    SpaceCreated: [durable(reindex_space, "space_id")],
    SpaceChanged: [durable(reindex_space, "space_id")],
    SpaceAccessChanged: [durable(reindex_space, "space_id"), durable(owners_read, "space_id")],
    MemberRemoved: [durable(owners_read, "space_id")],
}
