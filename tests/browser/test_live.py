"""What others do is seen while it happens, and nothing moves under the reader."""

from __future__ import annotations

from tests.browser.film_live import conversation


def test_three_people_talk_and_each_sees_what_the_others_do(site, visit) -> None:
    conversation(*map(visit, ("femke", "ruben", "sanne")), site, lambda _page, _what: None)
