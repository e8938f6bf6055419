"""The open windows of whoever was told hear that there is something new, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from essp.core import realtime
from essp.core.db import transaction
from essp.notifications.models import Subject
from essp.notifications.watching import watch
from essp.people.models import Person
from essp.wiki.models import Page
from tests.notifications.conftest import Edit


def test_only_the_windows_of_who_was_told_ring_and_nothing_is_said(
    femke: Person, ruben: Person, noor: Person, page: Page, edit: Edit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    rung: list[tuple[str, str, Any]] = []
    lines = {"one": ruben.id, "two": ruben.id, "other": noor.id, "own": femke.id}
    monkeypatch.setattr(realtime, "open_lines", lambda: lines)
    monkeypatch.setattr(realtime, "send", lambda *sent: rung.append(sent))
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
    edit(femke, page)
    assert [each for each in rung if each[1] == "news"] == [
        ("one", "news", {}), ("two", "news", {}),
    ]  # fmt: skip
