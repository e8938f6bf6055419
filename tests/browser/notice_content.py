"""News on the site of the browser's stories: a department that was called, a group that is kept quiet."""

from __future__ import annotations

from essp.core.db import transaction
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.discussions.queries import opening_of
from essp.notifications.calls import set_quiet
from essp.notifications.letters import stop_token
from essp.notifications.mail_models import Rhythm, Sort
from essp.notifications.models import Named
from essp.notifications.settings import Wanted, choose, present
from essp.notifications.telling import tell_of_post
from essp.people.models import Person
from essp.spaces.models import Space


def add_news(people: dict[str, Person], space: Space, quiet: Space) -> dict[str, str]:
    """Let Femke call the one colleague of a department, and Kwame keep a space quiet."""
    with transaction():
        thread = start_thread(
            people["femke"], space, Kind.DISCUSSION, title="Wie kijkt dit na?",
            text="@department:legal: past dit nog bij de netcode?",
        )  # fmt: skip
        set_quiet(people["kwame"], Named.SPACE.value, quiet.id, quiet=True)
        choose(people["sanne"], Wanted(Rhythm.ONCE, Rhythm.ONCE, 0, 0, any_day=True))
        token = stop_token(present(people["sanne"]), Sort.WATCHED)
    # Not left to the worker of the site, so that it is there when the first screen is looked at.
    tell_of_post.run(people["femke"].id, opening_of(thread).id, (), ("department:Legal",))
    return {"stop_token": token}
