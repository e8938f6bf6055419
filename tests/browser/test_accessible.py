"""Every screen is looked at by axe: light, dark and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.site import ROOT, Site
from tests.browser.table import SCREENS, Screen, bring

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
# The policy of the site refuses foreign script; only axe may pass by it.
AS_SEEN = {
    "viewport": WIDE,
    "color_scheme": "light",
    "bypass_csp": True,
    "reduced_motion": "reduce",
}


def faults(page, rules=RULES, where: str = "document") -> list[str]:
    """What axe finds on a page, with where it is. What is half covered counts as too small to it."""
    # What passes is not described: a third of the time. Style sheets and films are not fetched once
    # more, which only rules on a locked orientation and on sound would look at: a sixth.
    wanted = {
        "runOnly": rules,
        "resultTypes": ["violations"],
        "preload": False,
    }
    # Whatever has been scrolled half under the bar at the top is only where it is by chance.
    page.evaluate("document.querySelector('.topbar')?.style.setProperty('position', 'relative')")
    found = page.evaluate(f"wanted => axe.run({where}, wanted)", wanted)
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]


def darken(page) -> None:
    """Show a page in its dark colours. With reduced motion they do not fade, they are there."""
    page.emulate_media(color_scheme="dark")
    page.evaluate(DRAWN)
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_axe_finds_nothing(request, visit, visitors, screen: Screen) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (run `make setup`)")
    if screen.empty_site:
        look_at(visit(screen.who, **AS_SEEN), request.getfixturevalue("empty_site"), screen)
    elif screen.prepare:
        look_at(visit(screen.who, **AS_SEEN), visitors.site, screen)
    else:
        with visitors.look(screen.who, **AS_SEEN) as page:
            look_at(page, visitors.site, screen)


def look_at(page, site: Site, screen: Screen) -> None:
    """Look at a screen in light and dark colours and on a phone."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    bring(page, site, screen)
    assert screen.who is None or "/sign-in" not in page.url, "it is seen by who is signed in"
    page.add_script_tag(path=AXE)
    told = faults(page)
    darken(page)
    told += [f"dark: {each}" for each in faults(page, CONTRAST)]
    page.set_viewport_size(PHONE)
    told += [f"phone: {each}" for each in faults(page)]
    assert not told, "\n".join(told)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "it scrolls sideways"
    )
