"""A test client that inspects every page it fetches: what holds for one page holds for all."""

from __future__ import annotations

import re
from html.parser import HTMLParser
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


class _Page(HTMLParser):
    """What is looked at on a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.titles = 0
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.faults: list[str] = []
        self.language = ""
        self.stack: list[str] = []
        self.described: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if len(found) != len(attributes):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag == "html":
            self.language = found.get("lang") or ""
        if tag == "title" and "svg" not in self.stack:
            self.titles += 1
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "label" and found.get("for"):
            self.labels.add(found["for"] or "")
        for name in ("aria-describedby", "aria-labelledby"):
            self.described.extend((found.get(name) or "").split())
        if tag in {"input", "select", "textarea"} and found.get("type") not in {"hidden", "submit"}:
            self.inputs.append(found | {"wrapped": "yes" if "label" in self.stack else None})
        if tag == "img" and found.get("alt") is None:
            self.faults.append("an image without alt")
        self._check_inline(tag, found)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-3:]}")
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.stack.pop()

    def _check_inline(self, tag: str, found: dict[str, str | None]) -> None:
        if "style" in found or tag == "style":
            self.faults.append(f"inline style on <{tag}>")
        if any(name.startswith("on") for name in found):
            self.faults.append(f"inline handler on <{tag}>")
        if tag == "script" and not found.get("src"):
            self.faults.append("inline script")
        if tag == "form" and (found.get("method") or "get").lower() not in {"get", "post"}:
            self.faults.append("a form with an unknown method")


def faults_of(html: str) -> list[str]:
    """Everything wrong with a whole page, in words."""
    page = _Page()
    page.feed(html)
    page.close()
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
