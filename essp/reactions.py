"""What happens next: from each fact to the work that follows it. The only such table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from essp.attachments import events as files
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
from essp.discussions import events as talk
from essp.discussions.anchoring import find_passages
from essp.discussions.hearing import tell_of_talk
from essp.discussions.mentioning import rename_in_posts
from essp.expertise.believing import (
    weigh_owned,
    weigh_page,
    weigh_person,
    weigh_space,
    weigh_thread,
    weigh_topic,
)
from essp.expertise.events import (
    Endorsed,
    InvitationAnswered,
    PrivatelyAsked,
    QuestionRouted,
    WishMet,
)
from essp.expertise.gathering import gather_page, gather_page_anew, gather_thread
from essp.expertise.routing import bring_next, note_answer, note_ending
from essp.expertise.uniting import gather_one_person
from essp.expertise.wishing import meet_with_page, meet_with_post, tell_seekers
from essp.notifications import telling
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
from essp.people import events as people
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
from essp.stats.departments import note_department
from essp.topics.asking import note_person
from essp.topics.events import PersonTopicsChanged, TopicChanged, TopicsMerged, TopicsParted
from essp.wiki import events as wiki
from essp.wiki.file_uses import note_file_uses
from essp.wiki.guard_ends import tend_guard
from essp.wiki.guard_telling import tell_writers
from essp.wiki.mentioning import rename_mentions
from essp.wiki.presence import tell_revised

# What is found by its words, and people by it.
TEXT = (durable(reindex_page, "page_id"), durable(gather_page, "page_id"))
SOMEBODY = (durable(reindex_person, "person_id"), durable(note_department, "person_id"))
ONE_PERSON = (*SOMEBODY, durable(gather_one_person, "person_id", "kept_id"))
TALK = (durable(reindex_thread, "thread_id"), durable(gather_thread, "thread_id"))

REACTIONS: Mapping[type[Fact], Iterable[Reaction]] = {
    wiki.PageEdited: [
        *TEXT,
        durable(telling.tell_of_revision, "page_id", "number"),
        durable(note_file_uses, "page_id"),
        durable(find_passages, "page_id"),
        durable(follow_page, "page_id"),
        durable(meet_with_page, "page_id"),
        tell_revised,
    ],
    wiki.PageTopicsChanged: [durable(reindex_page, "page_id"), durable(weigh_page, "page_id")],
    wiki.PageTemplateMarked: [
        durable(reindex_page, "page_id"),
        durable(gather_page_anew, "page_id"),
    ],
    wiki.VersionHidden: [durable(gather_page_anew, "page_id")],
    wiki.VersionShown: [durable(gather_page_anew, "page_id")],
    wiki.PageRelocated: [
        *TEXT,
        durable(find_passages, "page_id"),
        durable(follow_page, "page_id"),
        durable(telling.tell_of_revision, "page_id", "number"),
        durable(follow_moved, "page_id", "space_id"),
    ],
    wiki.PageArchived: [
        *TEXT,
        durable(follow_page, "page_id"),
        durable(telling.tell_of_revision, "page_id", "number"),
    ],
    wiki.PageBroughtBack: [*TEXT, durable(telling.tell_of_revision, "page_id", "number")],
    wiki.PageImported: [
        *TEXT,
        durable(note_file_uses, "page_id"),
        durable(find_passages, "page_id"),
        durable(follow_page, "page_id"),
    ],
    talk.ThreadStarted: [
        *TALK,
        durable(telling.tell_of_post, "actor_id", "post_id", "mentioned", "called"),
        tell_of_talk,
    ],
    talk.PostAdded: [
        *TALK,
        durable(note_answer, "thread_id", "post_id"),
        durable(meet_with_post, "post_id"),
        durable(telling.tell_of_post, "actor_id", "post_id", "mentioned", "called"),
        tell_of_talk,
    ],
    talk.PostEdited: [
        *TALK,
        durable(telling.tell_of_names, "actor_id", "post_id", "revision", "mentioned", "called"),
        tell_of_talk,
    ],
    talk.PostRemoved: [*TALK, tell_of_talk],
    talk.PostBroughtBack: [*TALK, tell_of_talk],
    talk.AnswerAccepted: [
        *TALK,
        durable(telling.tell_of_answer, "actor_id", "post_id"),
        durable(note_ending, "thread_id"),
        durable(tell_seekers, "thread_id", "post_id"),
        tell_of_talk,
    ],
    talk.AnswerUnaccepted: [*TALK, tell_of_talk],
    talk.ThreadChanged: [*TALK, tell_of_talk],
    talk.Reacted: [durable(weigh_thread, "thread_id"), tell_of_talk],
    talk.ThreadLostTopic: [durable(weigh_topic, "topic_id")],
    talk.ThreadClosed: [durable(note_ending, "thread_id"), tell_of_talk],
    talk.ThreadReopened: [tell_of_talk],
    talk.ThreadMoved: [*TALK, tell_of_talk],
    talk.ThreadImported: [*TALK],
    talk.ThreadSplit: [
        durable(reindex_thread, "thread_id", "from_id"),
        durable(gather_thread, "thread_id", "from_id"),
        durable(telling.follow_split, "thread_id", "from_id"),
        tell_of_talk,
    ],
    talk.ThreadsMerged: [
        durable(reindex_thread, "thread_id", "into_id"),
        durable(gather_thread, "thread_id", "into_id"),
        durable(note_ending, "thread_id"),
        durable(telling.follow_merge, "thread_id", "into_id"),
        tell_of_talk,
    ],
    wiki.PageApproved: [durable(look_at_queues, "space_id")],
    wiki.ProposalMade: [
        durable(look_at_queues, "space_id"),
        durable(telling.tell_of_proposal, "proposal_id"),
        durable(age_proposal, "proposal_id"),
        durable(ask_for_desk_round, "space_id"),
    ],
    wiki.ProposalRevised: [
        durable(look_at_queues, "space_id"),
        durable(telling.tell_of_proposal, "proposal_id"),
        durable(age_proposal, "proposal_id"),
    ],
    wiki.PageProtected: [durable(tend_guard, "protection_id"), tell_writers],
    wiki.PageReleased: [durable(telling.tell_of_guard, "protection_id"), tell_writers],
    wiki.UnlockAsked: [durable(telling.tell_of_unlock, "request_id")],
    wiki.UnlockAnswered: [durable(telling.tell_of_unlock, "request_id")],
    wiki.LockUnconfirmed: [durable(telling.tell_of_guard, "protection_id")],
    wiki.ProposalStuck: [durable(telling.tell_of_proposal, "proposal_id")],
    wiki.ProposalLate: [durable(telling.tell_of_late_proposal, "proposal_id")],
    wiki.ProposalRemarked: [durable(telling.tell_of_proposal_remark, "remark_id")],
    wiki.ProposalDecided: [
        durable(look_at_queues, "space_id"),
        durable(consider, "proposal_id"),
        durable(telling.tell_of_proposal, "proposal_id"),
    ],
    CheckAsked: [durable(tell_of_check, "proposal_id", "person_id")],
    CheckAnswered: [durable(tell_of_check, "proposal_id", "person_id")],
    SentenceClaimed: [durable(await_claim, "claim_id")],
    PageVerified: [durable(ask_for_review_round, "page_id"), durable(weigh_page, "page_id")],
    SentenceDoubted: [
        durable(telling.tell_of_doubt, "doubt_id"),
        durable(ask_for_desk_round, "space_id"),
    ],
    DoubtAnswered: [durable(telling.tell_of_doubt, "doubt_id"), durable(weigh_page, "page_id")],
    OwnerReminded: [durable(telling.tell_of_reminder, "page_id", "actor_id")],
    ClaimFlagged: [durable(telling.tell_of_claim, "claim_id")],
    GuardStepped: [durable(telling.tell_of_step, "protection_id", "step")],
    TrustEarned: [durable(telling.tell_of_right, "right_id")],
    TrustRevoked: [durable(telling.tell_of_right, "right_id")],
    CaseDecided: [durable(telling.tell_of_case, "case_id")],
    ObjectionDecided: [durable(telling.tell_of_case, "case_id")],
    files.FileAttached: [
        durable(reindex_file, "attachment_id"),
        durable(read_file, "attachment_id"),
    ],
    files.FileReplaced: [
        durable(reindex_file, "attachment_id"),
        durable(read_file, "attachment_id"),
        durable(follow_file, "attachment_id"),
    ],
    files.FileRenamed: [durable(reindex_file, "attachment_id")],
    files.FileMoved: [durable(reindex_file, "attachment_id")],
    files.FileReleased: [durable(reindex_file, "attachment_id")],
    files.FileWithheld: [durable(reindex_file, "attachment_id")],
    files.FileArchived: [
        durable(reindex_file, "attachment_id"),
        durable(follow_file, "attachment_id"),
    ],
    files.FileBroughtBack: [durable(reindex_file, "attachment_id")],
    files.FileTextRead: [durable(reindex_file, "attachment_id")],
    people.PersonInvited: SOMEBODY,
    people.PersonJoined: [*SOMEBODY, durable(lay_out_practice, "person_id")],
    people.PersonChanged: [
        durable(reindex_person, "person_id", "fields"),
        durable(note_person, "person_id"),
        durable(note_department, "person_id"),
        durable(rename_mentions, "person_id", "fields"),
        durable(rename_in_posts, "person_id", "fields"),
    ],
    people.PersonLeft: [durable(reindex_person, "person_id"), durable(owner_left, "person_id")],
    people.SamePersonSaid: ONE_PERSON,
    people.SamePersonTakenBack: ONE_PERSON,
    PersonTopicsChanged: [
        durable(reindex_person, "person_id"),
        durable(weigh_person, "person_id"),
    ],
    TopicChanged: [durable(reindex_topic, "topic_id", "change")],
    TopicsMerged: [
        durable(reindex_topic, "topic_id", "into_id"),
        durable(weigh_topic, "topic_id", "into_id"),
    ],
    TopicsParted: [
        durable(reindex_topic, "topic_id", "from_id"),
        durable(weigh_topic, "topic_id", "from_id"),
    ],
    MemberAdded: [durable(telling.tell_of_newcomer, "space_id", "person_id")],
    OwnerGroupAsked: [durable(tell_of_group, "group_id", "person_id")],
    StewardAsked: [durable(tell_of_asking, "stewardship_id")],
    StewardAccepted: [
        durable(tell_of_accepting, "stewardship_id", "actor_id"),
        durable(weigh_owned, "stewardship_id"),
    ],
    StewardEnded: [
        durable(tell_of_ending, "stewardship_id", "actor_id", "why"),
        durable(weigh_owned, "stewardship_id"),
    ],
    HandoverOpened: [durable(tell_of_handover, "handover_id", "to_id")],
    HandoverDecided: [durable(tell_of_handed, "handover_id")],
    LeftWithoutOwner: [durable(tell_of_nobody, "handover_id")],
    QuestionRouted: [durable(tell_of_invitation, "invitation_id")],
    InvitationAnswered: [durable(bring_next, "invitation_id")],
    PrivatelyAsked: [durable(tell_of_private, "message_id")],
    WishMet: [durable(tell_of_wish, "wish_id")],
    SpaceCreated: [durable(reindex_space, "space_id")],
    SpaceChanged: [durable(reindex_space, "space_id")],
    SpaceAccessChanged: [
        durable(reindex_space, "space_id"),
        durable(owners_read, "space_id"),
        durable(weigh_space, "space_id"),
    ],
    Endorsed: [durable(weigh_topic, "topic_id")],
    MemberRemoved: [durable(owners_read, "space_id")],
}
