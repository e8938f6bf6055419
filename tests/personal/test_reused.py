"""What others used of a person's work stands first on the profile, as far as the reader may see it."""

from __future__ import annotations

from essp.core import clock
from essp.wiki.editing import create_page
from essp.wiki.read_models import PageRead
from essp.wiki.reuse import most_reused


def read(session, page, times: int) -> None:
    session.add(PageRead(page_id=page.id, day=clock.now().date(), reads=times))
    session.commit()


def test_what_is_read_and_shown_elsewhere_comes_first(
    femke, ruben, noor, space, session, browser_of
) -> None:
    pages = {
        name: create_page(femke, space, title=name, text=f"Words about {name.lower()}.\n").page
        for name in ("Seldom", "Often", "Shown")
    }
    read(session, pages["Seldom"], 4)
    read(session, pages["Often"], 12)
    create_page(ruben, space, title="Around", text="![[Shown]]\n")
    session.commit()
    found = most_reused(noor, femke)
    assert [(each.page.title, each.reads, each.included) for each in found] == [
        ("Shown", 0, 1),
        ("Often", 12, 0),
    ]
    page = browser_of(noor).get("/people/femke-de-boer").text
    assert "read 12 times" in page
    assert "read 4 times" not in page


def test_uses_behind_closed_doors_are_not_told(
    femke, ruben, noor, space, closed_space, session
) -> None:
    hidden = create_page(femke, closed_space, title="Hidden", text="Closed words.\n").page
    shown = create_page(femke, space, title="Shown", text="Open words.\n").page
    read(session, hidden, 90)
    text = f"![[{space.slug}:Shown]]\n"
    create_page(ruben, closed_space, title="Closed around", text=text)
    session.commit()
    assert most_reused(noor, femke) == []
    assert {each.page.id for each in most_reused(ruben, femke)} == {hidden.id, shown.id}
