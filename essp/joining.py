"""Where the parts meet: what each tells another that may not know it, and what fills which slot.

The parts are siblings or know only those below them; here is said, once for the whole application, who
answers whom.
"""

from __future__ import annotations

from flask import Flask

from essp.attachments import policy as file_policy
from essp.attachments.web import person as attachments_person
from essp.care import book
from essp.care import things as reported
from essp.care import web as care_web
from essp.care.models import Thing
from essp.core import (
    slots,
)
from essp.curation import trusting
from essp.curation import web as curation_web
from essp.curation.web import meeting as curation_meeting
from essp.discussions import anchoring, asking, becoming, passages, removing
from essp.discussions import linking as post_links
from essp.discussions import subjects as talked_about
from essp.discussions.web import becoming as discussions_becoming
from essp.discussions.web import beside as discussions_beside
from essp.discussions.web import comments_shown
from essp.discussions.web import files as discussions_files
from essp.expertise import reporting as messages
from essp.expertise import web as expertise_web
from essp.expertise.web import meeting as expertise_meeting
from essp.notifications import web as notifications_web
from essp.notifications.watching import follow_thread
from essp.people import directory, sessions
from essp.people import web as people_web
from essp.personal import web as personal_web
from essp.search import noting as search_noting
from essp.search.indexing import ask_to_weigh_reads
from essp.search.likely import likely
from essp.search.web import places as search_places
from essp.spaces import beside as spaces_beside
from essp.spaces import web as spaces_web
from essp.starting import web as starting_web
from essp.stats import mailing, recording
from essp.stats.filling import after_measures, before_measures
from essp.stats.gathering import gather
from essp.stats.maturing import mature
from essp.stats.presences import note_presence
from essp.stats.web import good_for as stats_good_for
from essp.stats.web import noticing, originals
from essp.stats.web import places as stats_places
from essp.topics import people as topic_people
from essp.topics import uses as topic_uses
from essp.topics.web import showing as topics_shown
from essp.wiki import (
    commented,
    editions,
    gathering,
    guarded_files,
    guarding,
    hiding,
    locating,
    prompts,
    reads,
    spoken_of,
    tagging,
)
from essp.wiki.queries import find_page
from essp.wiki.web import beginning as wiki_beginning
from essp.wiki.web import beside as wiki_beside
from essp.wiki.web import editions as wiki_editions
from essp.wiki.web import files as wiki_files
from essp.wiki.web import guarded as wiki_guarded
from essp.wiki.web import tagging as wiki_tagging

FILLINGS: dict[str, slots.Filling] = {
    "home.start": starting_web.on_home,
    "care.read": notifications_web.read_cases,
    "proposal.read": notifications_web.read_proposal,
    "told.read": notifications_web.read_told,
    "person.bar": notifications_web.watch_person,
    "person.asked": people_web.profile.away_when_asked,
    "post.menu": care_web.report_post,
    "top.news": notifications_web.badge,
    "thread.bar": notifications_web.watch_thread,
    "file.posts": discussions_files.posts_of_file,
    "file.uses": wiki_files.uses_of_file,
    "person.files": attachments_person.files_beside_person,
    "person.spaces": spaces_beside.spaces_of_person,
    "person.topics": topics_shown.topics_of_person,
    "person.said": discussions_beside.said_by_person,
    "person.weeks": personal_web.weeks_of_person,
    "page.change": wiki_guarded.change_of_page,
    "page.edit": comments_shown.beside_edit,
    "revision.prompt": comments_shown.prompt_of_revision,
    "thread.below": comments_shown.words_of_comment,
    "thread.good_for": stats_good_for.good_for,
    "page.edition": wiki_editions.banner_of_page,
    "page.origin": discussions_becoming.origin_of_page,
    "history.source": originals.source_of_page,
    "page.talk": discussions_beside.talk_of_page,
    **curation_meeting.FILLINGS,
    **expertise_web.invited.FILLINGS,
    **expertise_meeting.FILLINGS,
    "space.talk": discussions_beside.talk_of_space,
    "space.threads": discussions_beside.threads_of_space,
    "space.waiting": discussions_beside.waiting_in_space,
    "space.bar": notifications_web.watch_space,
    **wiki_beside.FILLINGS,
    "space.rules": spaces_web.before_writing,
    "topic.actions": notifications_web.watch_topic,
    "topic.discussions": discussions_beside.talk_of_topic,
    "space.insight": stats_places.link_to_space,
    "topic.insight": stats_places.link_to_topic,
    "topic.pages": wiki_tagging.pages_of_topic,
}

COMMENTED = anchoring.Pages(
    find=find_page,
    present=commented.present_page,
    text=commented.readable_text,
    sections=commented.headings,
    hidden=commented.hidden_numbers,
)

BEGUN = becoming.Pages(
    places=wiki_beginning.places_for_page,
    preview=wiki_beginning.preview_of_pieces,
    begin=wiki_beginning.begin_with_pieces,
)

ANSWERS = asking.Answers(likely=noticing.suggested(likely), follow=follow_thread)


def join(app: Flask) -> None:
    """Let the parts of this application know of each other."""
    for name, filling in FILLINGS.items():
        slots.fill(name, filling)
    topic_uses.tell("pages", tagging.carried)
    talked_about.tell("page", find=spoken_of.page_spoken_of, name=spoken_of.names_of_pages)
    post_links.lead_with(spoken_of.pages_meant)
    anchoring.tell(COMMENTED)
    file_policy.tell(guarded_files.change)
    removing.when_hidden(book.note_hiding)
    hiding.when_hidden(book.note_version)
    asking.tell(ANSWERS)
    reported.tell(Thing.MESSAGE, messages.MESSAGES)
    becoming.tell(BEGUN)
    gathering.when_made(becoming.became_page)
    prompts.tell(proposers=passages.proposers, became=passages.became_edit)
    directory.ask_topics(topic_people.people_about)
    reads.when_written(ask_to_weigh_reads)
    reads.when_opened(notifications_web.opened_page)
    reads.when_opened(noticing.opened_page)
    search_noting.when_searched(recording.sought)
    noticing.install(app)
    before_measures("deeds", gather)
    before_measures("presence", note_presence)
    after_measures("phases", mature)
    after_measures("mail", mailing.after_filling)
    guarding.trust(trusting.is_trusted)
    locating.ask_along(editions.WAITING, editions.waiting_on)
    locating.ask_along("talk", discussions_beside.open_about_page)
    locating.ask_along("origins", becoming.origins_of_page)
    for name, column in curation_meeting.ALONG.items():
        locating.ask_along(name, column)
    sessions.ask_along(notifications_web.HAS_UNREAD, notifications_web.has_unread)
    sessions.ask_along(curation_web.LOOKS_AFTER, curation_web.looks_after)
    sessions.ask_along(expertise_web.invited.WAS_ASKED, expertise_web.invited.was_asked)
    sessions.ask_along(expertise_meeting.FINDER_ON, expertise_meeting.finder_on)
    search_places.lead_to(curation_web.in_switcher)
    search_places.add_group(expertise_meeting.in_switcher)
    if not app.config["TESTING"]:
        reads.write_within(app.app_context)
        recording.write_within(app.app_context)
