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
from essp import joining, reactions
from essp.api import edge as api
from essp.attachments import folder as files
from essp.attachments import web as attachments_web
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
    web,
)
from essp.core.assets import Assets
from essp.core.db import db, install_connection_rules
from essp.core.worker import Worker
from essp.curation import web as curation_web
from essp.curation.silence import look_in_turn
from essp.demo import living as _living  # noqa: F401 - its job is asked for by name
from essp.discussions import web as discussions_web
from essp.discussions.web import live as talk_live
from essp.expertise import nightly
from essp.expertise import rebuilding as _rebuilding  # noqa: F401 - its job is asked for by name
from essp.expertise import web as expertise_web
from essp.home import operators, site
from essp.home import web as home_web
from essp.importers import models as importers_tables  # noqa: F401 - part of the schema
from essp.notifications import ringing
from essp.notifications import web as notifications_web
from essp.notifications.fetching_turns import fetch_in_turn
from essp.people import current, listening
from essp.people import web as people_web
from essp.personal import web as personal_web
from essp.search import web as search_web
from essp.spaces import web as spaces_web
from essp.starting import web as starting_web
from essp.stats import daily_round
from essp.stats import web as stats_web
from essp.topics import web as topics_web
from essp.wiki import (
    presence,
    proposal_looking,
)
from essp.wiki import web as wiki_web
from essp.wiki.web import live as wiki_live

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1 << 20

EDGES = (
    site, home_web, starting_web, people_web, spaces_web, topics_web, attachments_web, wiki_web,
    discussions_web, search_web,
    care_web, curation_web, expertise_web, notifications_web, stats_web, personal_web, api,
)  # fmt: skip

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
    operators.install(app)
    _register_edges(app)
    _install_lines(app, settings)
    events.react(reactions.REACTIONS)
    return app


def _register_edges(app: Flask) -> None:
    for edge in EDGES:
        app.register_blueprint(edge.blueprint)
    csrf.exempt(notifications_web.stop_mail)  # pressed in a mail program; the address is the proof
    csrf.exempt(notifications_web.stop_desk_mail)
    csrf.exempt(stats_web.stop_mail)
    csrf.exempt(api.blueprint)  # a token in a header is never sent by a browser unasked
    joining.join(app)


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
    looks: list[Callable[[], float]] = [
        look_in_turn,
        partial(daily_round.look_in_turn, settings.zone),
        partial(nightly.look_in_turn, settings.zone),
    ]
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
