"""Put the files of the demonstration into its spaces, on the pages that use them or for a post.

The clock must be held at the time of each; ids are the same each time, so pages can name them.
"""

from __future__ import annotations

from essp.attachments.models import Attachment
from essp.attachments.storing import hold, store
from essp.attachments.taking import take_in
from essp.demo import documents
from essp.demo.model import DemoFile
from essp.demo.pages import Author, uid_of


def put_file(author: Author, said: DemoFile) -> Attachment:
    """Have somebody send a file to a page that stands there already, or for the next post of theirs."""
    actor, space = author.people[said.by], author.spaces[said.space]
    if said.page:
        page = author.pages[said.space, said.page]
        put = store(actor, space, said.name, content_of(said), page_uid=page.uid)
    else:
        put = hold(actor, space, take_in(said.name, content_of(said)))
    put.uid = file_uid(said.space, said.name)
    return put


def file_uid(space: str, name: str) -> str:
    """The id of a file by its names in the content."""
    return uid_of("file", space, name)


def content_of(said: DemoFile) -> bytes:
    """The bytes of a file, made from what the content says of it. Raises KeyError for another kind."""
    made = said.made
    if said.kind == "printed":
        return documents.printed(made["pages"])
    if said.kind == "workbook":
        return documents.workbook(made["sheet"], made["rows"])
    if said.kind == "curve":
        return documents.curve(made["title"], made["hours"], made["loads"], made["limit"])
    if said.kind == "plan":
        stations = [(name, line) for name, line in made["stations"]]
        return documents.plan(made["title"], stations)
    raise KeyError(said.kind)
