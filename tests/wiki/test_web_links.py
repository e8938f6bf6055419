"""The screens about links: with many, with none, and never with what the reader may not know."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core.db import transaction
from essp.wiki import lifecycle
from essp.wiki.editing import create_page
from essp.wiki.models import Page

SPACE = "/s/congestion-management/-/links"


def page(actor, space, title, text="x", **more):
    with transaction():
        return create_page(actor, space, title=title, text=text, **more).page


@pytest.fixture
def reader(browser_of, noor):
    """The browser of somebody who belongs to no space."""
    return browser_of(noor)


def test_the_links_of_a_page_stand_on_one_screen(femke, space, closed_space, reader) -> None:
    rota = page(femke, space, "Rota", "[[Handbook]] [[Nothing yet]] https://a.example/x")
    page(femke, space, "Handbook", "[[Rota]]\n\n![[Rota]]\n")
    page(femke, closed_space, "Secret plan", f"[[{space.slug}:Rota]]")
    told = reader.get(f"/p/{rota.uid}/links").text
    assert "Handbook" in told
    assert "shows it as a part" in told
    assert "no such page" in told
    assert "/s/congestion-management/-/new?title=Nothing+yet" in told
    assert "https://a.example/x" in told
    assert "Secret plan" not in told


def test_a_page_without_links_says_what_one_could_do(femke, space, reader) -> None:
    rota = page(femke, space, "Rota")
    told = reader.get(f"/p/{rota.uid}/links").text
    assert "No page links here yet." in told
    assert "This page links to no other page." in told


def test_a_page_shows_who_links_to_it_as_soon_as_they_do(femke, space, reader) -> None:
    page(femke, space, "Rota")
    path = "/s/congestion-management/rota"
    assert "Linked from" not in reader.get(path).text
    page(femke, space, "Handbook", "[[Rota]]")
    told = reader.get(path).text
    assert "Linked from" in told
    assert 'href="/s/congestion-management/handbook">Handbook</a>' in told


def test_many_backlinks_come_in_parts(femke, space, reader, monkeypatch) -> None:
    monkeypatch.setattr("essp.wiki.linked.backlinks.__kwdefaults__", {"limit": 2, "offset": 0})
    monkeypatch.setattr("essp.wiki.web.linking.PER_PAGE", 2)
    rota = page(femke, space, "Rota")
    for number in range(5):
        page(femke, space, f"Page {number}", "[[Rota]]")
    first = reader.get(f"/p/{rota.uid}/links").text
    assert "Page 1" in first
    assert "Page 2" not in first
    assert "part=2" in first
    last = reader.get(f"/p/{rota.uid}/links?part=3").text
    assert "Page 4" in last
    assert "part=4" not in last
    for part in ("0", "-1", "x", "99999999999", "9000"):
        assert reader.get(f"/p/{rota.uid}/links?part={part}").status_code == 200


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("wanted", "No page is wanted."),
        ("broken", "No link is broken."),
        ("orphans", "Every page is linked to."),
        ("web", "No page of this space links to the web."),
    ],
)
def test_an_empty_list_of_a_space_says_so(space, reader, show, words) -> None:
    assert words in reader.get(f"{SPACE}?show={show}").text


def test_the_lists_of_a_space_show_what_is_astray(femke, space, reader) -> None:
    old = page(femke, space, "Old")
    page(femke, space, "Handbook", "[[Old]] [[Nothing yet]] [[Handbook#Gone]] https://a.example/x")
    with transaction():
        lifecycle.archive_page(femke, old)
    wanted = reader.get(f"{SPACE}?show=wanted").text
    assert "1 page asks for it" in wanted
    assert "/-/new?title=Nothing+yet" in wanted
    broken = reader.get(f"{SPACE}?show=broken").text
    assert all(w in broken for w in ("no such page", "no such section", "archived"))
    assert "Handbook" in reader.get(f"{SPACE}?show=orphans").text
    assert "https://a.example/x" in reader.get(f"{SPACE}?show=web").text
    assert "Nothing yet" in reader.get(f"{SPACE}?show=nonsense").text


def test_the_start_button_of_a_wanted_page_fills_in_its_title(femke, space, reader) -> None:
    page(femke, space, "Handbook", "[[Nothing yet]]")
    told = reader.get("/s/congestion-management/-/new?title=Nothing+yet").text
    assert 'value="Nothing yet"' in told


def test_archiving_shows_first_who_links_here(
    femke, ruben, space, closed_space, browser_of
) -> None:
    rota = page(femke, space, "Rota")
    below = page(femke, space, "Nights", parent=rota.uid)
    page(femke, space, "Handbook", "[[Rota]] [[Nights]]")
    page(femke, closed_space, "Secret plan", f"[[{space.slug}:Rota]]")
    told = browser_of(ruben).get(f"/p/{rota.uid}/archive").text
    assert "2 pages link here" in told
    assert "Handbook" in told
    assert "Secret plan" in told
    assert below.title in told


def test_a_copy_is_made_from_its_form(femke, noor, space, reader, session) -> None:
    rota = page(femke, space, "Rota")
    page(femke, space, "Nights", parent=rota.uid)
    form = f"/p/{rota.uid}/copy"
    shown = reader.get(form).text
    assert 'value="Copy of Rota"' in shown
    assert "Copy the page below it too" in shown
    data = {
        "title": "Rota 2",
        "space": space.slug,
        "parent": rota.uid,
        "below": "1",
        "prefix": "2: ",
    }
    answer = reader.submit(form, data, seen_on=form)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/s/congestion-management/rota-2",
    )
    titles = set(session.scalars(select(Page.title)))
    assert {"Rota 2", "2: Nights"} <= titles
    again = reader.submit(form, data, seen_on=form)
    assert again.status_code == 422
    assert 'value="Rota 2"' in again.text
    gone = reader.submit(form, data | {"title": "Rota 3", "parent": "zzzzzzzzzz"}, seen_on=form)
    assert gone.status_code == 422


def test_a_copy_into_the_open_is_told_to_be_one(
    ruben, femke, space, closed_space, browser_of
) -> None:
    plan = page(femke, closed_space, "Plan")
    form = browser_of(ruben).get(f"/p/{plan.uid}/copy?space={space.slug}").text
    assert "Everyone who signs in can read the copy" in form
    assert "Everyone who signs in" not in browser_of(ruben).get(f"/p/{plan.uid}/copy").text
