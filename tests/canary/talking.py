"""What people say to each other, in the open and in hidden spaces: threads, replies, drafts, old texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essp.attachments.models import Attachment
from essp.attachments.taking import take_in
from essp.core.db import transaction
from essp.discussions.becoming import became_page, become_page
from essp.discussions.drafts import for_reply, keep_draft
from essp.discussions.editing import edit_post
from essp.discussions.files import hold_for_post
from essp.discussions.models import About, Kind
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.discussions.removing import remove_post
from essp.discussions.subjects import find_subject
from essp.people.models import Person
from essp.spaces.models import Space

if TYPE_CHECKING:
    from tests.canary.world import World


def talk(world: World) -> None:
    """A thread that everyone reads, and one in each guarded space with all that a thread can hold."""
    femke = world.people["owner"]
    with transaction():
        thread = start_thread(
            femke, world.spaces["open"], Kind.QUESTION, title="Open question", text="Who knows?"
        )
        world.threads.append(thread.uid)
        world.posts.append(opening_of(thread).uid)
        unsent = held_file(world, femke, world.spaces["open"], "unsent", frozenset({"owner"}))
        world.files.insert(1, unsent)
    for name in ("request", "closed"):
        _guarded(world, name)
    _with_file(world)


def _with_file(world: World) -> None:
    """A file in a post of the closed space."""
    ruben, space = world.people["member"], world.spaces["closed"]
    with transaction():
        file = held_file(world, ruben, space, "post", None)
        reply(ruben, world.posts[-1], text=f"![Map]({file.url}) and [the list]({file.url})")
        world.files.insert(1, file)


def held_file(
    world: World, writer: Person, space: Space, called: str, may_see: frozenset[str] | None
) -> Attachment:
    """A file with canaries in its name and its bytes, for a post that is being written."""
    word = lambda where: (  # noqa: E731
        world.canary(called + where) if may_see is None else world.canary(called + where, may_see)
    )
    taken = take_in(f"{word('filename')}.txt", word("filebytes").encode())
    return hold_for_post(writer, space, taken)


def _guarded(world: World, name: str) -> None:
    femke, ruben = world.people["owner"], world.people["member"]
    word = lambda where: world.canary(name + where)  # noqa: E731
    with transaction():
        thread = start_thread(
            ruben, world.spaces[name], Kind.QUESTION, title=f"About {word('threadtitle')}",
            text=f"Before {word('oldpost')}.", topics=word("threadtopic"),
            about=find_subject(ruben, About.PAGE, world.pages[name].uid),
        )  # fmt: skip
        opening = opening_of(thread)
        edit_post(ruben, opening.uid, text=f"Now {word('post')}.", based_on=1)
        answer = reply(femke, opening.uid, text=f"Because {word('reply')}.")
        gone = reply(ruben, opening.uid, text="Taken back.")
        remove_post(ruben, gone.uid)
        draft = world.canary(f"{name}replydraft", frozenset({"member"}))
        keep_draft(ruben, for_reply(answer), text=draft)
        posts = {opening.uid, answer.uid}
        become_page(ruben, thread.uid, world.spaces[name], posts=posts, title="Guarded words")
        became_page(ruben, f"thread:{thread.uid}", world.pages["open"].id, False)
        world.threads.append(thread.uid)
        world.posts += [opening.uid, answer.uid]
