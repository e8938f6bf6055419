"""Browsers that tell of news: when there is some, to whom it is due, and without a word of it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask

from essp.core import clock, outgoing, worker
from essp.core.db import session, transaction
from essp.notifications import push_browsers, settings
from essp.notifications.mail_models import Rhythm
from essp.notifications.models import Level, Subject
from essp.notifications.push_browsers import Offered
from essp.notifications.push_models import PushBrowser
from essp.notifications.settings import Wanted
from essp.notifications.sweeping import sweep
from essp.notifications.watching import set_level
from essp.people import sessions
from essp.people.models import Person, SignIn
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.lifecycle import move_page
from essp.wiki.models import Page
from tests.hygiene import HygieneClient
from tests.notifications.conftest import Edit

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
PLACE = "/settings/notifications"


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def decoded(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


class Browser:
    """A browser and its push service: what it was sent it reads as RFC 8291 says."""

    def __init__(self) -> None:
        self.key, self.auth = ec.generate_private_key(ec.SECP256R1()), b"sixteen bytes..."
        self.status = 201
        self.told: list[dict[str, str]] = []
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    @property
    def offered(self) -> Offered:
        return Offered(
            "https://push.example.com/send/abc", encoded(self.point(self.key)), encoded(self.auth)
        )

    @staticmethod
    def point(key: ec.EllipticCurvePrivateKey) -> bytes:
        raw = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        return key.public_key().public_bytes(*raw)

    def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> int:
        self.asked.append((url, headers))
        if self.status == 201:
            self.told.append(json.loads(self.read(content)))
        return self.status

    def read(self, content: bytes) -> bytes:
        salt, size, length = content[:16], int.from_bytes(content[16:20], "big"), content[20]
        theirs, sealed = content[21 : 21 + length], content[21 + length :]
        assert size == 4096
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)

        def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
            return HKDF(hashes.SHA256(), length, salt, info).derive(secret)

        info = b"WebPush: info\0" + self.point(self.key) + theirs
        secret = derive(self.key.exchange(ec.ECDH(), public), self.auth, info, 32)
        key = derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(secret, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        return plain[:-1]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser whose push service is this test."""
    found = Browser()
    monkeypatch.setattr(outgoing, "post", found.post)
    with clock.held_at(TUESDAY):
        yield found


@pytest.fixture
def told(app: Flask, browser: Browser, ruben: Person, page: Page) -> PushBrowser:
    """Ruben watches a page and lets this browser tell him of everything."""
    with transaction():
        set_level(ruben, Subject.PAGE, page.uid, Level.EVERYTHING)
        token = sessions.begin_sign_in(ruben, days=30, browser="Firefox")
        sign_in = session().query(SignIn).filter_by(token_hash=sessions.hashed(token)).one()
        return push_browsers.begin(ruben, sign_in.id, browser.offered, everything=True)


def later(moment: datetime) -> None:
    with clock.held_at(moment):
        worker.do_all()


def test_a_browser_is_told_how_much_is_new_and_nothing_of_what(
    femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser
) -> None:
    edit(femke, page, "Secret words for @ruben-haak.")
    assert browser.told == [
        {
            "title": "Kantlijn",
            "body": "1 thing is new for you.",
            "url": "http://127.0.0.1:8000/notifications",
        }
    ]
    url, headers = browser.asked[0]
    assert url == browser.offered.endpoint
    assert (headers["Content-Encoding"], headers["Topic"]) == ("aes128gcm", "news")
    assert not any(
        word in str(browser.told + browser.asked) for word in ("Secret", "Switching", "Femke")
    )


def test_each_request_is_signed_for_its_push_service(
    app: Flask, femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser
) -> None:
    edit(femke, page)
    words = browser.asked[0][1]["Authorization"].removeprefix("vapid ")
    token, key = (part.partition("=")[2] for part in words.split(", "))
    head, claims, signature = token.split(".")
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    r, s = (
        int.from_bytes(half, "big") for half in (decoded(signature)[:32], decoded(signature)[32:])
    )
    public.verify(
        encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256())
    )
    said = json.loads(decoded(claims))
    assert said["aud"] == f"https://{urlsplit(browser.offered.endpoint).netloc}"
    assert 0 < said["exp"] - TUESDAY.timestamp() <= 24 * 3600
    kept = app.config["SETTINGS"].data / "push_key.pem"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_one_that_wants_what_is_about_oneself_hears_no_more(
    femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser
) -> None:
    told.everything = False
    session().commit()
    edit(femke, page)
    assert browser.told == []
    edit(femke, page, "For @ruben-haak.")
    assert len(browser.told) == 1


def test_quiet_hours_are_kept_and_what_was_read_by_then_is_not_told(
    ruben: Person, femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser
) -> None:
    with transaction():
        settings.choose(ruben, Wanted(Rhythm.NEVER, Rhythm.NEVER, 19, 7, any_day=False))
    with clock.held_at(TUESDAY + timedelta(hours=12)):
        edit(femke, page)
    assert browser.told == []
    later(TUESDAY + timedelta(hours=20, minutes=2))
    assert len(browser.told) == 1
    later(TUESDAY + timedelta(hours=21))
    assert len(browser.told) == 1


def test_what_may_no_longer_be_read_is_not_told_of(
    ruben: Person, femke: Person, page: Page, closed_space: Space, edit: Edit, told: PushBrowser,
    browser: Browser,
) -> None:  # fmt: skip
    with transaction():
        settings.choose(ruben, Wanted(Rhythm.NEVER, Rhythm.NEVER, 19, 7, any_day=False))
    with clock.held_at(TUESDAY + timedelta(hours=12)):
        edit(femke, page)
    with transaction():
        move_page(femke, page, closed_space)
        membership.remove_member(femke, closed_space, ruben)
    later(TUESDAY + timedelta(hours=21))
    assert browser.asked == []


@pytest.mark.parametrize("way", ["signed out", "expired", "left"])
def test_a_sign_in_that_ended_is_told_no_more(
    ruben: Person,
    femke: Person,
    page: Page,
    edit: Edit,
    told: PushBrowser,
    browser: Browser,
    way: str,
) -> None:
    sign_in = session().get_one(SignIn, told.sign_in_id)
    if way == "signed out":
        sign_in.ended_at = clock.now()
    elif way == "expired":
        sign_in.expires_at = clock.now() - timedelta(seconds=1)
    else:
        ruben.left_at = clock.now()
    session().commit()
    edit(femke, page)
    assert browser.asked == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser, status: int
) -> None:
    browser.status = status
    edit(femke, page)
    edit(femke, page)
    assert len(browser.asked) == 1
    assert session().query(PushBrowser).count() == 0


def test_a_push_service_that_is_down_is_tried_again_and_given_up_some_time(
    femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser
) -> None:
    browser.status = 503
    edit(femke, page)
    browser.status = 201
    later(TUESDAY + timedelta(minutes=6))
    assert len(browser.told) == 1
    browser.status = 503
    edit(femke, page)
    for minutes in range(10, 200, 6):
        later(TUESDAY + timedelta(minutes=minutes))
    assert session().query(PushBrowser).count() == 0


def test_who_signs_out_is_told_no_more_and_the_address_is_forgotten(
    femke: Person, page: Page, edit: Edit, told: PushBrowser, browser: Browser
) -> None:
    with transaction():
        session().get_one(SignIn, told.sign_in_id).ended_at = clock.now()
    edit(femke, page)
    assert browser.asked == []
    sweep.run(day="2026-11-18")
    assert session().query(PushBrowser).count() == 0


def test_it_is_begun_and_ended_in_the_settings(
    ruben: Person, noor: Person, browser: Browser, browser_of
) -> None:
    at, offered = browser_of(ruben), browser.offered
    values = {"endpoint": offered.endpoint, "p256dh": offered.p256dh, "auth": offered.auth}
    for wrong in ({"endpoint": "http://127.0.0.1/"}, {"p256dh": "AAAA"}, {"auth": ""}):
        at.submit(f"{PLACE}/browsers", values | wrong, seen_on=PLACE)
        assert "an address that cannot be used" in at.get(PLACE).text
    assert session().query(PushBrowser).count() == 0
    at.submit(f"{PLACE}/browsers", values, seen_on=PLACE)
    shown = at.get(PLACE).text
    assert "What is about you" in shown and "<b>Unknown browser</b>" in shown
    number = session().query(PushBrowser).one().id
    other = browser_of(noor)
    assert other.submit(f"{PLACE}/browsers/{number}/end", {}, seen_on=PLACE).status_code == 404
    at.submit(f"{PLACE}/browsers/{number}/end", {}, seen_on=PLACE)
    assert session().query(PushBrowser).count() == 0


def test_a_browser_that_changes_hands_tells_only_who_uses_it_now(
    noor: Person, told: PushBrowser, browser: Browser
) -> None:
    with transaction():
        push_browsers.begin(noor, told.sign_in_id, browser.offered, everything=False)
    assert [row.person_id for row in session().query(PushBrowser)] == [noor.id]


def test_the_script_in_the_background_stands_where_it_reaches_no_page(
    client: HygieneClient,
) -> None:
    answer = client.get("/notifications/push-worker")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "fetch" not in answer.text
