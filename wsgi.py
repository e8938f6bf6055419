"""The application for a web server: `gunicorn -k gthread --threads 64 wsgi:app`.

In the embedded default this process also does the background work, in a thread.
"""

from __future__ import annotations

import atexit

from essp.app import create_app, worker_for

app = create_app()

if app.config["SETTINGS"].worker == "embedded":
    _worker = worker_for(app)
    _worker.start()
    atexit.register(_worker.stop)
