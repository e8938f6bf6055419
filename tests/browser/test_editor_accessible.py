"""The editor with its lists, dialogs and bars open, looked at by axe: light, dark and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.clipboard import drop, settled
from tests.browser.test_accessible import AS_SEEN, AXE, CONTRAST, PHONE, RULES, darken, faults
from tests.browser.writing import caret, picture_dialog

TEXT = """## Head

Words here and [a link](https://example.org/a).

| one | two |
| --- | --- |
| cell | b |

```python
code = 1
```

> [!WARNING]
> Mind the step.

![](/files/abcdefghjk/plan.png)
"""

PLAN = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><rect width="300" height="90"/></svg>'


def typing(word: str, letters: str):
    """Type letters behind a word, and wait for the list."""

    def prepare(page) -> None:
        caret(page, word)
        page.keyboard.type(letters)
        page.wait_for_selector(".suggest [role=option][aria-selected=true]")

    return prepare


def inside(word: str, bar: str):
    """Put the caret behind a word, and wait for the bar of its block."""

    def prepare(page) -> None:
        caret(page, word)
        page.wait_for_selector(f".blockbar[aria-label='{bar}']")

    return prepare


def link_dialog(page) -> None:
    """Open the dialog of links with pages found."""
    caret(page, "Words")
    settled(page)
    page.keyboard.press("Control+k")
    page.fill("#editor-link-to", "play")
    page.wait_for_selector("#editor-link-found [role=option]")


def uploads(page) -> None:
    """An upload on its way and one that failed."""
    caret(page, "Words")
    page.route("**/files", lambda route: route.fulfill(status=503))
    drop(page, "list.pdf", "application/pdf", "letters")
    page.wait_for_selector(".upload[data-state=failed]")
    page.unroute("**/files")
    page.route("**/files", lambda _route: None)
    drop(page, "slow.pdf", "application/pdf", "letters")
    page.wait_for_selector(".upload[data-state=running]")


# What stands beside the editor belongs to other screens too.
EDITOR = "{exclude: ['aside.aside']}"
STATES = {
    "slash": typing("here", " /"),
    "pages": typing("here", " [[play"),
    "people": typing("here", " @fem"),
    "table": inside("cell", "Table"),
    "code": inside("code", "Code"),
    "callout": inside("step", "Callout"),
    "link": inside("link", "Link"),
    "link-dialog": link_dialog,
    "picture-dialog": picture_dialog,
    "uploads": uploads,
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_the_editor(site, visit, start_page, state: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (run `make setup`)")
    uid = start_page(f"Axe {state}", TEXT)
    page = visit("ruben", **AS_SEEN)
    page.route("**/plan.png", lambda route: route.fulfill(body=PLAN, content_type="image/svg+xml"))
    page.goto(f"{site.url}/p/{uid}/edit?mode=visual")
    page.wait_for_selector(".visual__text")
    STATES[state](page)
    page.add_script_tag(path=AXE)
    told = faults(page, RULES, EDITOR)
    darken(page)
    told += [f"dark: {each}" for each in faults(page, CONTRAST, EDITOR)]
    page.set_viewport_size(PHONE)
    told += [f"phone: {each}" for each in faults(page, RULES, EDITOR)]
    assert not told, "\n".join(told)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
