"""The application factory: the only module that knows every part."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from essp import reactions
from essp.api import edge as api
from essp.attachments import folder as files
from essp.attachments import policy as file_policy
from essp.attachments import web as attachments_web
from essp.attachments.web import person as attachments_person
from essp.care import book
from essp.care import web as care_web
from essp.core import (
    attending,
    errors,
    events,
    heralding,
    incoming,
    logging,
    realtime,
    shelf,
    slots,
    web,
)
from essp.core.assets import Assets
from essp.core.db import db, install_connection_rules
from essp.core.worker import Worker
from essp.curation import trusting
from essp.curation import web as curation_web
from essp.curation.silence import look_in_turn
from essp.curation.web import meeting as curation_meeting
from essp.discussions import anchoring, asking, becoming, passages, removing
from essp.discussions import linking as post_links
from essp.discussions import subjects as talked_about
from essp.discussions import web as discussions_web
from essp.discussions.web import becoming as discussions_becoming
from essp.discussions.web import beside as discussions_beside
from essp.discussions.web import comments_shown
from essp.discussions.web import files as discussions_files
from essp.discussions.web import live as talk_live
from essp.expertise import rebuilding as _rebuilding  # noqa: F401 - its job is asked for by name
from essp.expertise import web as expertise_web
from essp.expertise.web import meeting as expertise_meeting
from essp.home import site
from essp.home import web as home_web
from essp.importers import models as importers_tables  # noqa: F401 - part of the schema
from essp.notifications import ringing
from essp.notifications import web as notifications_web
from essp.notifications.fetching_turns import fetch_in_turn
from essp.notifications.watching import follow_thread
from essp.people import current, directory, listening, sessions
from essp.people import web as people_web
from essp.personal import web as personal_web
from essp.search import web as search_web
from essp.search.indexing import ask_to_weigh_reads
from essp.search.likely import likely
from essp.search.web import places as search_places
from essp.spaces import beside as spaces_beside
from essp.spaces import web as spaces_web
from essp.starting import web as starting_web
from essp.stats import web as stats_web
from essp.topics import people as topic_people
from essp.topics import uses as topic_uses
from essp.topics import web as topics_web
from essp.topics.web import showing as topics_shown
from essp.wiki import (
    commented,
    editions,
    gathering,
    guarded_files,
    guarding,
    hiding,
    locating,
    presence,
    prompts,
    proposal_looking,
    reads,
    spoken_of,
    tagging,
)
from essp.wiki import web as wiki_web
from essp.wiki.queries import find_page
from essp.wiki.web import beginning as wiki_beginning
from essp.wiki.web import beside as wiki_beside
from essp.wiki.web import editions as wiki_editions
from essp.wiki.web import files as wiki_files
from essp.wiki.web import guarded as wiki_guarded
from essp.wiki.web import live as wiki_live
from essp.wiki.web import tagging as wiki_tagging

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1 << 20

EDGES = (
    site, home_web, starting_web, people_web, spaces_web, topics_web, attachments_web, wiki_web,
    discussions_web, search_web,
    care_web, curation_web, expertise_web, notifications_web, stats_web, personal_web, api,
)  # fmt: skip

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
    "page.edition": wiki_editions.banner_of_page,
    "page.origin": discussions_becoming.origin_of_page,
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

csrf = CSRFProtect()
migrate = Migrate()


def create_app(settings: config.Settings | None = None) -> Flask:
    """An application with its settings; nothing is started and the database is not touched."""
    settings = settings or config.load()
    config.make_data_folder(settings)
    app = Flask(
        "essp",
        root_path=str(ROOT),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.from_mapping(_flask_settings(settings))
    logging.install(settings.log_level)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, *[settings.proxies] * 4
        )
    _install_database(app)
    csrf.init_app(app)
    incoming.install(app)
    web.install(app)
    shelf.install(app)
    errors.install(app)
    current.install(app)
    _install_front_end(app)
    app.context_processor(lambda: web.template_words(settings))
    files.use_folder_of(lambda: current_app.config["SETTINGS"].data / "files")
    files.use_limit_of(lambda: current_app.config["SETTINGS"].file_megabytes * MEGABYTE)
    _register_edges(app)
    _install_lines(app, settings)
    events.react(reactions.REACTIONS)
    return app


def _register_edges(app: Flask) -> None:
    for edge in EDGES:
        app.register_blueprint(edge.blueprint)
    csrf.exempt(notifications_web.stop_mail)  # pressed in a mail program; the address is the proof
    csrf.exempt(notifications_web.stop_desk_mail)
    csrf.exempt(api.blueprint)  # a token in a header is never sent by a browser unasked
    for name, filling in FILLINGS.items():
        slots.fill(name, filling)
    topic_uses.tell("pages", tagging.carried)
    talked_about.tell("page", find=spoken_of.page_spoken_of, name=spoken_of.names_of_pages)
    post_links.lead_with(spoken_of.pages_meant)
    anchoring.tell(COMMENTED)
    file_policy.tell(guarded_files.change)
    removing.when_hidden(book.note_hiding)
    hiding.when_hidden(book.note_version)
    asking.tell(asking.Answers(likely=likely, follow=follow_thread))
    becoming.tell(BEGUN)
    gathering.when_made(becoming.became_page)
    prompts.tell(proposers=passages.proposers, became=passages.became_edit)
    directory.ask_topics(topic_people.people_about)
    reads.when_written(ask_to_weigh_reads)
    reads.when_opened(notifications_web.opened_page)
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


def _install_lines(app: Flask, settings: config.Settings) -> None:
    realtime.install(
        app,
        url=settings.url,
        most=settings.lines,
        heard={**wiki_live.HEARD, **talk_live.HEARD},
        gone=(presence.gone, proposal_looking.gone, talk_live.gone),
    )
    attending.install(app, (presence.changed, proposal_looking.changed, talk_live.changed))
    heralding.install(
        app, listens=partial(realtime.is_open, app), tails=(events.FACTS, ringing.NOTICES),
        often=(attending.keep, talk_live.tell_ended), rounds=(listening.cut_ended,),
        ends=(attending.withdraw,),
    )  # fmt: skip


def _install_front_end(app: Flask) -> None:
    front_end = Assets(ROOT / "static" / "dist", "/static/dist")
    app.jinja_env.globals.update(asset=front_end.url, icon=front_end.icon)


def worker_for(app: Flask) -> Worker:
    """A worker that does the jobs of this application."""

    def context() -> AbstractContextManager[object]:
        return app.app_context()

    settings: config.Settings = app.config["SETTINGS"]
    every = settings.mailbox_seconds
    looks: list[Callable[[], float]] = [look_in_turn]
    if settings.mailbox and every:
        looks.append(partial(fetch_in_turn, settings.mailbox, every))
    return Worker(context, looks)


def _flask_settings(settings: config.Settings) -> dict[str, Any]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret(),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": not settings.database_url.startswith("sqlite"),
            # A failed statement is told without the words of people that were in it.
            "hide_parameters": True,
        },
        "MAX_CONTENT_LENGTH": (settings.file_megabytes + 4) * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 8 * MEGABYTE,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_NAME": "__Host-essp" if settings.secure_cookies else "essp",
        "WTF_CSRF_TIME_LIMIT": None,
        "TESTING": settings.testing,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
    }


def _install_database(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        install_connection_rules(db.engine)
