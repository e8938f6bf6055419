"""What to call a browser, from what it says of itself."""

from __future__ import annotations

from essp.core.i18n import _

# The order matters: most browsers also claim to be an older one.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def words_for(agent: str) -> str:
    """A browser in words: `Firefox on Windows`; what it does not say is left out."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    device = next((name for mark, name in _DEVICES if mark in agent), "")
    if browser and device:
        return _("%(browser)s on %(device)s", browser=browser, device=device)
    return browser or device or _("Unknown browser")
