"""Whether the site is well, as a program asks that watches over it."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment

from essp.core.web import KeptTemplates
from essp.home import site

ROOMY = {"f_bavail": 10**6, "f_frsize": 4096, "f_files": 10**6, "f_favail": 10**5, "f_flag": 0}


def test_a_site_that_can_work_is_ready(client) -> None:
    assert client.get("/readyz").json == {"status": "ok", "jobs_given_up": False}


@pytest.mark.parametrize(
    ("disk", "reason"),
    [
        ({"f_bavail": 100}, "is full"),
        ({"f_favail": 0}, "is full"),
        ({"f_flag": os.ST_RDONLY}, "cannot be written"),
    ],
)
def test_a_site_without_room_is_not_ready_and_says_why(
    client, monkeypatch: pytest.MonkeyPatch, disk: dict[str, int], reason: str
) -> None:
    monkeypatch.setattr(site.os, "statvfs", lambda _folder: SimpleNamespace(**ROOMY | disk))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable", "disk": reason}
    assert client.get("/healthz").json == {"status": "ok"}


def test_a_site_without_its_folder_is_not_ready(client, app, monkeypatch) -> None:
    def gone(_folder):
        raise FileNotFoundError

    monkeypatch.setattr(site.os, "statvfs", gone)
    assert client.get("/readyz").json["disk"] == "is not there"


def test_templates_are_kept_for_the_next_start(tmp_path) -> None:
    def first_page() -> str:
        kept = Environment(
            loader=DictLoader({"a": "{{ 6 * 7 }}"}), bytecode_cache=KeptTemplates(tmp_path / "kept")
        )
        return kept.get_template("a").render()

    assert first_page() == first_page() == "42"
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_full_disk_keeps_no_page_from_being_shown(tmp_path) -> None:
    kept = KeptTemplates(tmp_path / "kept")
    (tmp_path / "kept").rmdir()  # as good as full: nothing can be written
    page = Environment(loader=DictLoader({"a": "{{ 6 * 7 }}"}), bytecode_cache=kept)
    assert page.get_template("a").render() == "42"
