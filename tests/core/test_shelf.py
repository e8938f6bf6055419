"""The shelf: pieces drawn once, with what differs from request to request filled in."""

from __future__ import annotations

from flask import Flask, render_template, session
from markupsafe import Markup

from essp.core import shelf, slots


def test_a_slot_in_a_drawn_piece_is_filled_for_each_request(app: Flask, monkeypatch) -> None:
    seen = []

    def told(page: str) -> Markup:
        seen.append(page)
        return Markup("<b>{}</b>").format(page)

    monkeypatch.setitem(slots._fillings, "test.live", told)
    template = 'a {{ slot("test.live", page=page) }} {{ csrf_token() }} z'
    with app.test_request_context("/"):
        session["csrf_token"] = "secret"
        shelf.shelf.get(("csrf", "secret"), lambda: ("token",))
        piece = shelf.draw(app.jinja_env.from_string(template), page="first")
        assert not seen
        filled = [shelf.finished(piece, page=who, more=1) for who in ("one", "<two>")]
    assert filled == ["a <b>one</b> token z", "a <b>&lt;two&gt;</b> token z"]
    assert seen == ["one", "<two>"]


def test_a_slot_that_nobody_fills_leaves_nothing_behind(app: Flask) -> None:
    with app.test_request_context("/"):
        template = app.jinja_env.from_string('a{{ slot("test.empty", page=1) }}z')
        assert shelf.draw(template) == "az"


def test_a_text_that_looks_like_a_mark_stays_a_text(app: Flask) -> None:
    with app.test_request_context("/"):
        piece = shelf.draw(app.jinja_env.from_string("{{ text }}"), text="\ue000csrf\ue000")
        assert shelf.finished(piece) == "\ue000csrf\ue000"


def test_a_lasting_slot_is_filled_once_for_all_who_are_told_the_same(
    app: Flask, monkeypatch
) -> None:
    drawn = []

    @slots.lasting
    def standing(told: int) -> Markup:
        drawn.append(told)
        form = app.jinja_env.from_string("{{ told }} {{ csrf_token() }}")
        return Markup(render_template(form, told=told))

    monkeypatch.setitem(slots._fillings, "test.lasting", standing)
    monkeypatch.setitem(slots._fillings, "test.live", lambda who: Markup("<i>{}</i>").format(who))
    template = 'a {{ slot("test.lasting", told=told) }} {{ slot("test.live", who=who) }} z'
    seen = []
    with app.test_request_context("/"):
        piece = shelf.cut(shelf.draw(app.jinja_env.from_string(template)))
        for token, told, who in (("one", 3, "Femke"), ("two", 3, "Noor"), ("two", 4, "Noor")):
            session["csrf_token"] = token
            shelf.shelf.get(("csrf", token), lambda token=token: (f"token {token}",))
            shown = {"told": told, "who": who}
            seen.append(shelf._filled(shelf.settled(piece, told, shown), {}, shown))
    assert drawn == [3, 4]
    assert seen == [
        "a 3 token one <i>Femke</i> z",
        "a 3 token two <i>Noor</i> z",
        "a 4 token two <i>Noor</i> z",
    ]


def test_a_stamped_part_is_drawn_once_and_given_its_ids_each_time(app: Flask) -> None:
    template = app.jinja_env.from_string(
        "<a href=\"{{ url_for('wiki.history', uid=uid) }}\">{{ title }} {{ number }}</a>"
    )
    with app.test_request_context("/"):
        drawn = [
            shelf.stamped(template, uid=uid, title=title, number=3)
            for uid, title in (
                ("abc1", "x"),
                ("def2", "y"),
                ("abc1", "A<b>"),
                ("STAMPUIDPMATS", "z"),
            )
        ]
        kept = [key for key in shelf.shelf.pieces if key[0] == "stamp"]
    assert drawn == [
        '<a href="/p/abc1/history">x 3</a>',
        '<a href="/p/def2/history">y 3</a>',
        '<a href="/p/abc1/history">A&lt;b&gt; 3</a>',
        '<a href="/p/STAMPUIDPMATS/history">z 3</a>',
    ]
    assert len(kept) == 3
