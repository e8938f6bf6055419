"""What a page shows follows every change at once, and what a change does not concern stays drawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core.db import transaction
from essp.curation.verifying import Looked, verify
from essp.people import accounts, profiles, sessions
from essp.people.models import Person
from essp.spaces.governing import change_space, state_of
from essp.spaces.membership import add_member, remove_member
from essp.spaces.models import Access, Space
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.web import reading
from tests.hygiene import HygieneClient
from tests.wiki.test_reading import counted

FROM_THE_SHELF = 2  # questions: who asks, and where the page is


class Site:
    """Three pages: one with links, one beside it, one in another space; and a reader of them."""

    def __init__(self, femke, ruben, space, other, browser) -> None:
        self.femke, self.ruben, self.space, self.other = femke, ruben, space, other
        self.browser = browser
        with transaction():
            self.rota = create_page(femke, space, title="Rota", text="Ruben first.\n").page
            text = f"See [[Rota]], [[{other.slug}:Deep]], [[Later]].\n"
            self.linking = create_page(ruben, space, title="Playbook", text=text).page
            self.quiet = create_page(femke, space, title="Quiet", text="Nothing here.\n").page
            self.far = create_page(femke, other, title="Far", text="See [[Near]].\n").page
        self.paths = {
            "linking": f"/s/{space.slug}/playbook",
            "quiet": f"/s/{space.slug}/quiet",
            "far": f"/s/{other.slug}/far",
        }

    def text(self, name: str) -> str:
        return self.browser.get(self.paths[name], follow_redirects=True).text

    def drawn_anew(self, deed: Callable[[], object]) -> set[str]:
        """Which pages are not read from the shelf after the deed, though they were before it."""
        for name in self.paths:
            self.text(name)
        with transaction():
            deed()
        anew = set()
        for name in self.paths:
            with counted() as asked:
                self.text(name)
            if len(asked) > FROM_THE_SHELF:
                anew.add(name)
        return anew

    def change(self, space, **values: object) -> None:
        given = {
            "name": space.name, "slug": space.slug, "purpose": "", "rules": "",
            "access": Access(space.access), "language": "en", "based_on": state_of(space),
        }  # fmt: skip
        change_space(self.femke, space, **{**given, **values})


@pytest.fixture
def site(femke, ruben, noor, space, make_space, browser_of) -> Site:
    return Site(femke, ruben, space, make_space(femke, "Field work"), browser_of(noor))


def test_an_edit_concerns_its_own_page_alone(site) -> None:
    def edit() -> None:
        edit_page(site.femke, site.linking, text="See [[Rota]] at once.\n", based_on=1)

    assert site.drawn_anew(edit) == {"linking"}
    assert "at once" in site.text("linking")


def test_an_edit_of_a_page_that_is_linked_to_changes_no_screen_but_its_own(site) -> None:
    assert not site.drawn_anew(
        lambda: edit_page(site.femke, site.rota, text="Noor first.\n", based_on=1)
    )


def test_a_new_page_stands_in_the_tree_of_its_space_and_in_no_other(site) -> None:
    def start() -> None:
        create_page(site.femke, site.space, title="Handover", text="x")

    assert site.drawn_anew(start) == {"linking", "quiet"}
    assert "Handover" in site.text("quiet")


def test_a_wanted_link_of_another_space_turns_when_its_page_is_started(site) -> None:
    assert "wikilink--wanted" in site.text("linking")

    def start() -> None:
        create_page(site.femke, site.other, title="Deep", text="x")

    assert site.drawn_anew(start) == {"linking", "far"}
    assert f'class="wikilink" href="/s/{site.other.slug}/deep"' in site.text("linking")


def test_a_new_title_is_in_the_tree_and_behind_the_links_at_once(site) -> None:
    assert site.drawn_anew(
        lambda: lifecycle.rename_page(site.femke, site.rota, title="Shifts")
    ) == {
        "linking",
        "quiet",
    }
    assert "/shifts" in site.text("linking")
    assert "/rota" not in site.text("quiet")


def test_a_page_that_moves_away_leaves_one_tree_and_enters_the_other(site) -> None:
    assert site.drawn_anew(
        lambda: lifecycle.move_page(site.femke, site.rota, site.other)
    ) == {"linking", "quiet", "far"}  # fmt: skip
    assert "Rota" not in site.text("quiet")
    assert "Rota" in site.text("far")


def test_a_page_moved_into_a_closed_space_is_known_to_nobody_outside_it(site, closed_space) -> None:
    assert "/rota" in site.text("linking")
    site.drawn_anew(lambda: lifecycle.move_page(site.femke, site.rota, closed_space))
    assert "/rota" not in site.text("linking")
    assert closed_space.slug not in site.text("linking")


def test_a_page_put_below_another_moves_in_the_tree(site) -> None:
    assert site.drawn_anew(
        lambda: lifecycle.move_page(site.femke, site.rota, site.space, parent=site.quiet.uid)
    ) == {"linking", "quiet"}
    assert "Pages under Quiet" in site.text("quiet")


def test_an_archived_page_leaves_the_tree_and_comes_back_to_it(site) -> None:
    for deed in (lifecycle.archive_page, lifecycle.bring_back):
        changed = site.drawn_anew(lambda deed=deed: deed(site.femke, site.rota))
        assert changed == {"linking", "quiet"}
        assert ("/rota" in site.text("quiet")) == (deed is lifecycle.bring_back)


def test_a_new_name_stands_on_the_pages_that_name_the_person_and_the_others_stay(site) -> None:
    def rename() -> None:
        profiles.edit_profile(site.ruben, site.ruben, profiles.Profile(name="Ruben Smit"))

    assert site.drawn_anew(rename) == {"linking"}
    assert "Ruben Haak" not in site.text("linking")


def test_what_no_page_shows_of_a_person_changes_no_page(site) -> None:
    def tell() -> None:
        profiles.edit_profile(
            site.ruben, site.ruben, profiles.Profile(name=site.ruben.name, about="I garden.")
        )
        sessions.begin_sign_in(site.ruben, days=1)

    assert not site.drawn_anew(tell)


def test_somebody_who_leaves_keeps_their_words(site) -> None:
    assert not site.drawn_anew(lambda: accounts.close(site.ruben))


def test_a_space_with_another_name_is_named_so_on_its_pages(site) -> None:
    assert site.drawn_anew(lambda: site.change(site.space, name="Grid care")) == {
        "linking",
        "quiet",
    }
    assert "Grid care" in site.text("quiet")


def test_links_follow_the_new_address_of_another_space(site) -> None:
    with transaction():
        create_page(site.femke, site.other, title="Deep", text="x")
    assert site.drawn_anew(lambda: site.change(site.other, slug="out-there")) == {"linking", "far"}
    assert "/s/out-there/deep" in site.text("linking")


def test_links_into_a_space_that_closes_are_gone_for_who_is_outside(site) -> None:
    with transaction():
        create_page(site.femke, site.other, title="Deep", text="x")
    assert f"/s/{site.other.slug}/deep" in site.text("linking")
    with transaction():
        site.change(site.other, access=Access.CLOSED)
    assert f"/s/{site.other.slug}/deep" not in site.text("linking")


def test_whoever_comes_or_goes_elsewhere_changes_nobodys_screen(site, closed_space, ruben) -> None:
    def come_and_go() -> None:
        remove_member(site.femke, closed_space, ruben)
        add_member(site.femke, closed_space, ruben)
        add_member(site.femke, site.space, ruben)

    assert not site.drawn_anew(come_and_go)


def test_a_screen_drawn_for_a_member_is_never_handed_to_somebody_outside(
    site, closed_space, browser_of, ruben, noor
) -> None:
    with transaction():
        create_page(site.femke, closed_space, title="Plan", text="x")
        edit_page(site.femke, site.quiet, text=f"See [[{closed_space.slug}:Plan]].\n", based_on=1)
    path, leads = f"/s/{site.space.slug}/quiet", f"/s/{closed_space.slug}/plan"
    member, outsider = browser_of(ruben), browser_of(noor)
    for _turn in range(2):
        assert leads in member.get(path).text
        assert leads not in outsider.get(path).text
    with transaction():
        remove_member(site.femke, closed_space, ruben)
    assert leads not in member.get(path).text


def test_a_page_that_shows_another_follows_every_change_of_it(site) -> None:
    with transaction():
        edit_page(site.femke, site.quiet, text="![[Rota]]\n", based_on=1)
    assert site.drawn_anew(
        lambda: edit_page(site.femke, site.rota, text="Noor first.\n", based_on=1)
    ) == {"quiet"}


def test_who_saves_leaves_the_screen_ready_for_whoever_reads_next(
    browser_of: Callable[[Person], HygieneClient],
    femke: Person,
    ruben: Person,
    space: Space,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with transaction():
        page = create_page(femke, space, title="Ready", text="One.\n").page
    writer, reader = browser_of(femke), browser_of(ruben)
    form = f"/p/{page.uid}/edit"
    drawn: list[str] = []
    usual = reading._drawn
    monkeypatch.setattr(reading, "_drawn", lambda found: drawn.append("once") or usual(found))
    answer = writer.submit(form, {"text": "Two.\n", "based_on": "1", "summary": ""}, seen_on=form)
    assert answer.status_code == 303
    assert "Two." in reader.get(f"/s/{space.slug}/{page.slug}").text
    assert drawn == ["once"]


def test_what_stands_in_slots_is_kept_for_each_language_and_each_root_of_the_site(
    site, femke, noor, ruben, browser_of
) -> None:
    with transaction():
        verify(femke, site.quiet.uid, Looked(1))
        noor.language = "nl"
    shown = {}
    for person in (ruben, noor):
        browser = browser_of(person)
        for root in ("/one", "/two"):
            answer = browser.get(site.paths["quiet"], base_url=f"http://localhost{root}")
            shown[person.handle, root] = answer.text
    for (handle, root), html in shown.items():
        words = (
            ("Verified by", "Owner<") if handle == ruben.handle else ("Geverifieerd", "Eigenaar<")
        )
        assert all(word in html for word in words)
        for at in ("review", "owners", "edit"):
            assert f'href="{root}/p/{site.quiet.uid}/{at}"' in html
        assert f'href="{"/two" if root == "/one" else "/one"}/' not in html


def test_somebody_told_something_else_is_shown_it_at_once_and_nothing_is_drawn_anew(
    site, femke
) -> None:
    def vouch() -> None:
        verify(femke, site.quiet.uid, Looked(1))

    assert "Verified by" not in site.text("quiet")
    assert not site.drawn_anew(vouch)
    assert "Verified by" in site.text("quiet")
