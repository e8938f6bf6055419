"""Serving: the web process and the worker, started from the command line."""

from __future__ import annotations

import socket
import sys
from typing import Any

import click
from flask import Flask

import config
from essp.core import gate, memory
from essp.core.commands import application
from essp.core.db import transaction
from essp.core.schema import bring_up_to_date
from essp.core.worker import Worker
from essp.people import accounts, queries

THREADS = 64
KEPT = 1000


@click.command()
@click.option("--host", help="Address to listen on; the setting ESSP_HOST otherwise.")
@click.option("--port", type=int, help="Port to listen on; the setting ESSP_PORT otherwise.")
@click.pass_context
def serve(context: click.Context, host: str | None, port: int | None) -> None:
    """Serve the site: prepare the database, then answer browsers until stopped.

    In the embedded default the background work is done by this process too.
    """
    app = application(context, host=host, port=port)
    settings = app.config["SETTINGS"]
    config.see_writable(settings)
    see_free(settings.host, settings.port)
    bring_up_to_date(app)
    _greet(app)
    _Server(app, f"{settings.host}:{settings.port}").run()


@click.command()
@click.pass_context
def worker(context: click.Context) -> None:
    """Do the background work until stopped: index, mail and all that follows a change.

    Only needed with ESSP_WORKER=separate; start one.
    """
    from essp.app import worker_for

    app = application(context)
    bring_up_to_date(app)
    memory.settle()
    click.echo("The worker is running. Stop it with Ctrl+C.")
    try:
        worker_for(app).run()
    except KeyboardInterrupt:
        click.echo("Stopped.")


def see_free(host: str, port: int) -> None:
    """Say at once that nothing can listen there, before anybody is told to go there."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise click.ClickException(
            f"{host}, port {port}, cannot be listened on: {(error.strerror or str(error)).lower()}. "
            "Stop what runs there, or choose another with ESSP_PORT or --port."
        ) from error


def _greet(app: Flask) -> None:
    settings = app.config["SETTINGS"]
    click.echo(f"{settings.name} is at {settings.url}")
    if not settings.mail_server:
        click.echo(f"No mail server is set: mails are written to {settings.data / 'mail'}.")
    token = _setup_token(app)
    if token:
        click.echo(
            f"Nobody can sign in yet. Make the first administrator at {settings.url}/setup/{token}"
        )
    elif settings.demonstration:
        click.echo(
            "The demonstration: sign in as ilse@veldstroom.example, password 'kantlijn-demo'."
        )
    sys.stdout.flush()


def _setup_token(app: Flask) -> str | None:
    """The token of a link that makes the first administrator, while there is none."""
    with app.app_context(), transaction():
        if queries.has_administrator():
            return None
        return accounts.make_setup_link()


class _Server:
    """gunicorn in one process with threads, as the production line starts it."""

    def __init__(self, app: Flask, address: str) -> None:
        self.app = app
        self.address = address
        self.worker: Worker | None = None

    def run(self) -> None:
        """Answer until stopped."""
        from gunicorn.app.base import BaseApplication

        outer = self

        class Application(BaseApplication):  # type: ignore[misc]
            def load_config(self) -> None:
                self.cfg.set("bind", outer.address)
                self.cfg.set("worker_class", "gthread")
                threads = THREADS + outer.app.config["SETTINGS"].lines
                self.cfg.set("threads", threads)
                # Beyond the threads: connections that browsers keep for their next request.
                self.cfg.set("worker_connections", threads + KEPT)
                self.cfg.set("workers", 1)
                self.cfg.set("loglevel", "warning")
                self.cfg.set("post_worker_init", outer._start_worker)
                self.cfg.set("worker_exit", outer._stop_worker)

            def load(self) -> Any:
                return outer.app

        Application().run()

    def _start_worker(self, _process: Any) -> None:
        from essp.app import worker_for
        from essp.core.db import db

        gate.close_when_told(self.app)
        with self.app.app_context():
            # Connections opened before the fork belong to the parent.
            db.engine.dispose(close=False)
        memory.settle()
        if self.app.config["SETTINGS"].worker == "embedded":
            self.worker = worker_for(self.app)
            self.worker.start()

    def _stop_worker(self, _server: Any, _process: Any) -> None:
        if self.worker is not None:
            self.worker.stop()
