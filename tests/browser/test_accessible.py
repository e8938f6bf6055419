"""Every screen is looked at by axe: light, dark and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.site import ROOT
from tests.browser.table import SCREENS, Screen, bring

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_axe_finds_nothing(site, visit, screen: Screen, look: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (run `make setup`)")
    # The policy of the site refuses foreign script; only axe may pass by it.
    page = visit(screen.who, **LOOKS[look], bypass_csp=True, reduced_motion="reduce")
    bring(page, site, screen)
    page.add_script_tag(path=AXE)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    told = [
        f"{each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"][:3]
    ]
    assert not told, "\n".join(told)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "it scrolls sideways"
    )
