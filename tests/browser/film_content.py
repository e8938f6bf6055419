"""What the film of links needs: the history of the repository in `FILM_OF`, brought into an empty site.

`python -m tests.browser.film_content FOLDER` does so and prints which pages to look at, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from sqlalchemy import func, select

from config import Settings
from essp.app import create_app
from essp.core.db import session, transaction
from essp.core.schema import bring_up_to_date
from essp.core.worker import do_all
from essp.importers.git import GitSource
from essp.importers.loading import load
from essp.people import accounts
from essp.people.models import Role
from essp.wiki.models import Link, Page

PASSWORD = "a long walk along the dike"
SPACE = "handbook"


def main(folder: Path) -> None:
    """Bring the repository in, and print what is found where."""
    app = create_app(Settings(data=folder))
    bring_up_to_date(app)
    with app.app_context():
        with transaction():
            actor = accounts.create_person(
                "Ilse Wolters", "ilse@example.org", password=PASSWORD, site_name="Film",
                handle="ilse", role=Role.ADMINISTRATOR,
            )  # fmt: skip
        with GitSource(Path(os.environ["FILM_OF"]), folder="") as source:
            load(actor, SPACE, source)
        do_all()
        target, linking = session().execute(
            select(Link.target_id, func.min(Link.page_id))
            .join(Page, Page.id == Link.page_id)
            .where(Link.target_id.is_not(None), Link.target_id != Link.page_id)
            .where(Page.archived_at.is_(None))
            .group_by(Link.target_id)
            .order_by(func.count().desc())
        ).first() or (0, 0)  # fmt: skip
        asked, asking = session().get_one(Page, target), session().get_one(Page, linking)
        known = {"asked": asked.uid, "title": asked.title, "asking": asking.uid}
    print(json.dumps(known | {"space": SPACE, "password": PASSWORD, "ilse": "ilse"}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
