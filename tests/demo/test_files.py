"""The files of the demonstration are made when it is built, and stand on the pages that name them."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.attachments.models import FileText
from essp.core.db import transaction
from essp.core.worker import do_all
from essp.demo.content import load
from essp.demo.files import content_of, file_uid, put_file
from essp.demo.model import Demo, DemoFile
from essp.demo.pages import Author
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.people.models import Person
from essp.search.indexing import rebuild
from essp.search.searching import search
from essp.spaces.models import Space
from essp.wiki.editing import create_page

NAMED = re.compile(r"/files/(\w+)/([^)]+)")


@pytest.fixture(scope="module")
def demo() -> Demo:
    return load()


def sent(demo: Demo, kind: str) -> DemoFile:
    return next(each for each in demo.files if each.kind == kind)


def test_every_file_is_named_on_its_page_or_in_a_post_and_every_named_file_is_there(
    demo: Demo,
) -> None:
    texts = {(page.space, page.slug): page.text for page in demo.pages}
    texts |= {
        (thread.space, ""): thread.text for thread in demo.threads if NAMED.search(thread.text)
    }
    for file in demo.files:
        address = f"/files/{file_uid(file.space, file.name)}/{file.name}"
        assert address in texts[file.space, file.page]
    named = {name for text in texts.values() for _uid, name in NAMED.findall(text)}
    assert named == {file.name for file in demo.files}


def test_a_file_comes_before_the_words_that_name_it(demo: Demo) -> None:
    pages = {(page.space, page.slug): page for page in demo.pages}
    for file in demo.files:
        if not file.page:
            said = next(each for each in demo.threads if f"/{file.name})" in each.text)
            assert file.at < said.at and file.by == said.by
            continue
        page = pages[file.space, file.page]
        first = next(each for each in page.revisions if f"/{file.name})" in each.text)
        assert page.revisions[0].at < file.at < first.at
        assert first.author_handle == file.by


def test_they_are_small_and_the_same_each_time(demo: Demo) -> None:
    for file in demo.files:
        content = content_of(file)
        assert content == content_of(file) and len(content) < 60_000


def test_pictures_can_be_opened(demo: Demo) -> None:
    for kind in ("curve", "plan"):
        assert Image.open(BytesIO(content_of(sent(demo, kind)))).size == (1200, 640)


def test_a_file_of_a_post_waits_for_it(demo: Demo, femke: Person, space: Space) -> None:
    said = next(each for each in demo.files if not each.page)
    with transaction():
        put = put_file(
            Author({"femke": femke}, {"here": space}), replace(said, by="femke", space="here")
        )
        start_thread(femke, space, Kind.DISCUSSION, title="A street", text=f"![It]({put.url})")
    assert put.post_uid is not None and not put.withheld


def test_a_sentence_inside_a_sheet_finds_it(
    demo: Demo, session: Session, femke: Person, ruben: Person, space: Space
) -> None:
    with transaction():
        page = create_page(femke, space, title="Toolbox", text="For the winter.").page
        author = Author({"femke": femke}, {"here": space})
        author.pages["here", "toolbox"] = page
        for kind in ("printed", "workbook"):
            said = replace(sent(demo, kind), by="femke", space="here", page="toolbox")
            put = put_file(author, said)
            assert (put.uid, put.page_uid) == (file_uid("here", said.name), page.uid)
    do_all()
    rebuild()
    found = search(ruben, '"een emmer zand weegt minder"').results
    assert [(result.row.name, result.place) for result in found] == [("toolbox-winter-2026.pdf", 1)]
    assert any("Call the group before" in each for each in session.scalars(select(FileText.text)))
