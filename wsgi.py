"""The application for a web server: `gunicorn -k gthread --threads 264 wsgi:app`.

In the embedded default this process also does the background work, in a thread.
"""

from __future__ import annotations

import atexit

import click

from essp.app import create_app, worker_for
from essp.core import gate, memory

app = create_app()

gate.close_when_told(app)

# A command such as `flask --app wsgi db upgrade` loads this file too, and must work alone.
commanded = click.get_current_context(silent=True) is not None

if not commanded:
    memory.settle()

if app.config["SETTINGS"].worker == "embedded" and not commanded:
    _worker = worker_for(app)
    _worker.start()
    atexit.register(_worker.stop)
