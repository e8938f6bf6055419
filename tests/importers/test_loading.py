"""An import written into a space: attributed, resumable, repeatable, never over what people wrote."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from essp.core.decision import Refused
from essp.importers.git import GitSource
from essp.importers.ledger import Note, Outcome
from essp.importers.loading import load
from essp.importers.models import ImportItem
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.wiki import integrity
from essp.wiki.editing import edit_page
from essp.wiki.models import Link, Page, Revision, RevisionCredit
from essp.wiki.texts import text_of


@pytest.fixture
def actor(make_person):
    return make_person("Importer")


@pytest.fixture
def bring(actor, session):
    """Import a repository; gives the ledger."""

    def run(path, space="way", **options):
        with GitSource(path, **options) as source:
            ledger = load(actor, space, source)
        assert ledger.adds_up
        assert integrity.verify() == []
        return ledger

    return run


@pytest.fixture
def page(session):
    def find(title):
        return session.scalars(select(Page).where(Page.title == title)).one()

    return find


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def everything(session, space="way"):
    """All that an import leaves in a space, without what is random: ids, uids, hashes over uids."""
    rows = session.execute(
        select(Page, Revision, Person.email)
        .join(Revision, Revision.page_id == Page.id)
        .join(Person, Person.id == Revision.author_id)
        .join(Space, Space.id == Page.space_id)
        .where(Space.slug == space)
        .order_by(Page.slug, Revision.number)
    )
    return [
        (page.slug, page.title, page.archived, page.lineage.count("/"), revision.number,
         revision.kind, revision.title, revision.summary, revision.at, email, revision.size,
         text_of(page, revision.number))
        for page, revision, email in rows
    ]  # fmt: skip


def test_a_space_is_made_and_pages_come_in_with_their_authors(history, bring, page, session):
    history.commit("Start\n\nCo-authored-by: Ed <ed@example.org>", **{"index.md": "# Home\n"})
    history.commit("Add", "Mia Vos <mia@example.org>", **{"a.md": "# A\n\nSee [h](index.md).\n"})
    ledger = bring(history.folder, "the-way")
    assert session.scalars(select(Space)).one().name == "The way"
    assert page("A").parent_id == page("Home").id
    assert text_of(page("A")) == "# A\n\nSee [[Home|h]].\n"
    revision = session.scalars(select(Revision).where(Revision.page_id == page("A").id)).one()
    author = session.get(Person, revision.author_id)
    assert (author.name, author.email, author.unclaimed) == ("Mia Vos", "mia@example.org", True)
    assert (revision.summary, revision.source) == ("Add", "git")
    assert page("A").created_by_id == author.id
    assert count(session, RevisionCredit) == 1
    assert ledger.outcomes[Outcome.REVISION] == 2
    assert (ledger.counts["pages"], ledger.counts["people"]) == (2, 3)


def test_running_again_adds_nothing(history, bring, session):
    history.commit("Start", **{"a.md": "a\n"})
    bring(history.folder)
    before = everything(session)
    ledger = bring(history.folder)
    assert everything(session) == before
    assert (ledger.outcomes[Outcome.REVISION], ledger.outcomes[Outcome.KNOWN]) == (0, 1)


def test_running_again_adds_only_what_is_new(history, bring, session):
    history.commit("Start", **{"a.md": "a\n", "b.md": "b\n"})
    bring(history.folder)
    history.commit("More", **{"a.md": "a more\n", "c.md": "c\n"})
    ledger = bring(history.folder)
    assert (ledger.outcomes[Outcome.REVISION], ledger.outcomes[Outcome.KNOWN]) == (2, 2)
    assert count(session, Revision) == count(session, ImportItem) == 4


def test_a_page_renamed_in_the_source_is_renamed_here_and_links_hold(history, bring, page):
    history.commit("Start", **{"a.md": "# Old name\n", "b.md": "# B\n[x](a.md)\n"})
    bring(history.folder)
    history.commit("Rename", **{"a.md": "# New name\n", "b.md": "# B\n[x](a.md) more\n"})
    bring(history.folder)
    assert text_of(page("B")) == "# B\n[[Old name|x]] more\n"
    assert page("New name").revision_number == 2


def test_a_page_that_was_edited_here_is_merged_not_overwritten(
    history, bring, page, actor, session
):
    history.commit("Start", **{"a.md": "# A\n\nFirst part.\n\nLast part.\n"})
    bring(history.folder)
    text = "# A\n\nFirst part.\n\nLast part, edited here.\n"
    edit_page(actor, page("A"), text=text, based_on=1)
    history.commit("More", **{"a.md": "# A\n\nFirst part, longer.\n\nLast part.\n"})
    bring(history.folder)
    assert text_of(page("A")) == "# A\n\nFirst part, longer.\n\nLast part, edited here.\n"


def test_what_cannot_be_merged_is_left_out_and_named_every_time(history, bring, page, actor):
    history.commit("Start", **{"a.md": "# A\n\nOne word.\n"})
    bring(history.folder)
    edit_page(actor, page("A"), text="# A\n\nOne here.\n", based_on=1)
    sha = history.commit("More", **{"a.md": "# A\n\nOne there.\n"})
    for _time in range(2):
        ledger = bring(history.folder)
        assert text_of(page("A")) == "# A\n\nOne here.\n"
        assert ledger.outcomes[Outcome.CONFLICT] == 1
        assert [(entry.note, entry.first) for entry in ledger.entries()] == [(Note.CONFLICT, sha)]


def test_a_deleted_file_is_an_archived_page(history, bring, page):
    history.commit("Start", **{"a.md": "a\n", "b.md": "b\n"})
    history.git("rm", "-q", "a.md")
    history.commit("Remove")
    bring(history.folder)
    assert page("A").archived and not page("B").archived
    history.commit("Again", **{"a.md": "again\n"})
    bring(history.folder)
    assert not page("A").archived
    assert text_of(page("A")) == "again\n"


def test_a_link_to_a_page_that_was_deleted_leads_to_the_archived_one(history, bring, page, session):
    history.commit(
        "Start", **{"a.md": "# A\n[x](z.md) [y](y.md)\n", "y.md": "# Y\n", "z.md": "# Z\n"}
    )
    history.git("rm", "-q", "z.md")
    history.commit("Remove")
    bring(history.folder)
    links = session.scalars(select(Link).where(Link.page_id == page("A").id).order_by(Link.place))
    assert [link.target_id for link in links] == [page("Z").id, page("Y").id]


def test_a_title_that_is_taken_in_the_space_gives_way(history, bring, page, actor):
    history.commit("Start", **{"x/a.md": "# Same\n"})
    bring(history.folder)
    other = history.folder.parent / "other"
    again = type(history)(other)
    again.commit("Start", **{"y/a.md": "# Same\n"})
    ledger = bring(other, folder="y")
    assert page("Same").uid != page("Same (a)").uid
    assert [entry.note for entry in ledger.entries()] == [Note.TITLE]


def test_images_come_along_and_keep_their_author(history, bring, page, session):
    from essp.attachments.models import Attachment

    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
    )
    history.commit("Pic", "Mia <mia@example.org>", **{"img/a.png": png})
    history.commit("Start", **{"a.md": "![x](img/a.png)\n"})
    bring(history.folder)
    kept = session.scalars(select(Attachment)).one()
    assert text_of(page("A")) == f"![x]({kept.url})\n"
    assert session.get(Person, kept.author_id).name == "Mia"


def test_a_stop_at_any_batch_ends_in_the_same_state(history, bring, session, monkeypatch, actor):
    from essp.importers import loading

    monkeypatch.setattr(loading, "REVISIONS_AT_ONCE", 2)
    for number in range(5):
        title = "One" if number < 4 else "Two"
        history.commit(
            f"Step {number}",
            f"P{number} <p{number}@example.org>",
            **{"a.md": f"# {title}\n{number}\n", "b/index.md": f"# B {number % 2}\n"},
        )
    history.git("rm", "-q", "a.md")
    history.commit("Remove", **{"c.md": "# Two\n\nWords of its own, and many of them.\n"})
    bring(history.folder, "clean")
    clean = everything(session, "clean")
    assert len(clean) == 12

    whole = loading.PageWriter.write
    for stop_after in range(6):
        left = iter(range(stop_after))

        def write(self, *arguments, left=left, **options):
            if next(left, None) is None:
                raise KeyboardInterrupt
            whole(self, *arguments, **options)

        space = f"stopped-{stop_after}"
        monkeypatch.setattr(loading.PageWriter, "write", write)
        with pytest.raises(KeyboardInterrupt):
            bring(history.folder, space)
        assert len(everything(session, space)) < len(clean)
        monkeypatch.setattr(loading.PageWriter, "write", whole)
        bring(history.folder, space)
        assert everything(session, space) == clean


def test_who_may_not_write_in_a_space_may_not_import_into_it(history, make_person, make_space):
    history.commit("Start", **{"a.md": "a\n"})
    space = make_space(make_person("Owner"), "Hidden", access=Access.BY_REQUEST)
    with GitSource(history.folder) as source, pytest.raises(Refused):
        load(make_person("Stranger"), space.slug, source)
