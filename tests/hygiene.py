"""A test client that inspects every page it fetches: what holds for one page holds for all."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {
    "input",
    "br",
    "img",
    "hr",
    "meta",
    "link",
    "wbr",
    "col",
    "source",
    "area",
    "base",
    "embed",
    "track",
    "param",
}


TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# A comment or declaration; a script or style with its text; a tag with its attributes.
PIECE = re.compile(
    r"""<!(?:--.*?--|[^>]*)>
    |<(?P<raw>script|style)\b(?P<of>(?:[^>"']|"[^"]*"|'[^']*')*)>.*?</(?P=raw)\s*>
    |<(?P<end>/?)(?P<tag>[a-z][^\s/>]*)(?P<told>(?:[^>"']|"[^"]*"|'[^']*')*)>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
TOLD = re.compile(r"""([^\s=/>"']+)(?:\s*(=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
CLOSED = re.compile(r"""(?:^|[\s"'])/$""")
Told = dict[str, str | None]


class _Page:
    """What is looked at on a page."""

    def __init__(self) -> None:
        self.titles = 0
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.inputs: list[Told] = []
        self.faults: list[str] = []
        self.language = ""
        self.stack: list[str] = []
        self.described: list[str] = []

    def feed(self, html: str) -> None:
        """Look at everything on a page."""
        for piece in PIECE.finditer(html):
            raw, of, end, tag, told = piece.group("raw", "of", "end", "tag", "told")
            if raw:
                self._start(raw.lower(), of)
                self._end(raw.lower())
            elif tag and end:
                self._end(tag.lower())
            elif tag:
                self._start(tag.lower(), told)
                if CLOSED.search(told) and tag.lower() not in VOID:
                    self.stack.pop()

    def _start(self, tag: str, told: str) -> None:
        found, faults = _told(tag, told)
        self.faults += faults
        if tag == "html":
            self.language = found.get("lang") or ""
        if tag == "title" and "svg" not in self.stack:
            self.titles += 1
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        self._note(tag, found)
        if tag not in VOID:
            self.stack.append(tag)

    def _note(self, tag: str, found: Told) -> None:
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "label" and found.get("for"):
            self.labels.add(found["for"] or "")
        for name in ("aria-describedby", "aria-labelledby"):
            if name in found:
                self.described.extend((found[name] or "").split())
        if tag in {"input", "select", "textarea"} and found.get("type") not in {"hidden", "submit"}:
            self.inputs.append(found | {"wrapped": "yes" if "label" in self.stack else None})

    def _end(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-3:]}")
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass


# Most tags of a page stood on the page before.
@lru_cache(maxsize=20_000)
def _told(tag: str, told: str) -> tuple[Told, tuple[str, ...]]:
    """The attributes of a tag by name, and what is wrong with it by itself."""
    pairs = [
        (name.lower(), unescape(a or b or c) if given else None)
        for name, given, a, b, c in TOLD.findall(told)
    ]
    found: Told = dict(pairs)
    faults = []
    if len(found) != len(pairs):
        faults.append(f"<{tag}> has an attribute twice")
    if tag == "img" and found.get("alt") is None:
        faults.append("an image without alt")
    if "style" in found or tag == "style":
        faults.append(f"inline style on <{tag}>")
    if any(name.startswith("on") for name in found):
        faults.append(f"inline handler on <{tag}>")
    if tag == "script" and not found.get("src"):
        faults.append("inline script")
    if tag == "form" and (found.get("method") or "get").lower() not in {"get", "post"}:
        faults.append("a form with an unknown method")
    return found, tuple(faults)


def faults_of(html: str) -> list[str]:
    """Everything wrong with a whole page, in words."""
    page = _Page()
    page.feed(html)
    faults = list(page.faults)
    if page.titles != 1:
        faults.append(f"{page.titles} titles")
    if page.headings.count(1) != 1:
        faults.append(f"{page.headings.count(1)} h1")
    if page.language not in {"en", "nl"}:
        faults.append(f"language {page.language!r}")
    twice = {one for one in page.ids if page.ids.count(one) > 1}
    if twice:
        faults.append(f"ids used twice: {sorted(twice)}")
    missing = set(page.described) - set(page.ids)
    if missing:
        faults.append(f"described by what is not there: {sorted(missing)}")
    faults += [
        f"no label on {field.get('name') or field.get('id')}"
        for field in page.inputs
        if not (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or field.get("wrapped")
            or field.get("id") in page.labels
        )
    ]
    return faults


class HygieneClient(FlaskClient):
    """Fetches pages, and fails the test on one that is not clean."""

    csrf_token: str | None = None

    def submit(self, path: str, data: dict[str, str], *, seen_on: str = "/new") -> TestResponse:
        """Send a form with the token that a page shows, as a browser does."""
        if self.csrf_token is None:
            found = TOKEN.search(self.get(seen_on).text)
            assert found, f"no form on {seen_on}"
            self.csrf_token = found[1]
        return self.post(path, data={**data, "csrf_token": self.csrf_token})

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        # A context of its own: a request must not find what an earlier one left in `g`, such as who
        # was signed in.
        with self.application.app_context():
            response = super().open(*arguments, **options)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400):
            html = response.get_data(as_text=True)
            if html.lstrip().lower().startswith("<!doctype"):
                faults = faults_of(html)
                assert not faults, f"{response.request.path}: {'; '.join(faults)}"
        return response
