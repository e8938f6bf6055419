"""Whether the site is well, as a program asks that watches over it."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

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
