"""Conversations for programs: the same verbs and the same rights as on the screens."""

from __future__ import annotations

from essp.core.db import transaction
from essp.discussions.models import Kind
from essp.discussions.queries import find_thread, opening_of
from essp.discussions.removing import remove_post
from essp.topics.naming import start_topic
from tests.discussions.talking import answer, ask

PROBLEM = "application/problem+json"


def test_a_program_asks_once_and_is_answered(program_of, femke, ruben, space) -> None:
    program = program_of(femke)
    question = {"title": "Who may lift it?", "text": "At night.", "topics": "Limits"}
    path = f"/spaces/{space.slug}/threads"
    begun = program.call("POST", path, question, Idempotency_Key="once")
    assert begun.status_code == 201 and begun.headers["Location"].endswith(begun.json["uid"])
    again = program.call("POST", path, question, Idempotency_Key="once")
    assert again.json["uid"] == begun.json["uid"]
    assert begun.json["opening"]["text"] == "At night."
    assert [each["name"] for each in begun.json["topics"]] == ["Limits"]
    first, other = begun.json["opening"]["uid"], program_of(ruben)
    replied = other.call("POST", f"/posts/{first}/replies", {"text": "The lead."})
    assert replied.status_code == 201 and replied.json["parent"] == first
    uid, tag = replied.json["uid"], replied.headers["ETag"]
    assert other.call("POST", f"/posts/{uid}/accept").status_code == 403
    accepted = program.call("POST", f"/posts/{uid}/accept", None, If_Match=tag)
    assert accepted.json["accepted_by"] == [{"handle": femke.handle, "name": femke.name}]
    closed = program.call("POST", f"/threads/{begun.json['uid']}/close", {"outcome": "answered"})
    assert (closed.json["closed"], closed.json["outcome"]) == (True, "answered")
    asked = other.call("POST", f"/posts/{first}/replies", {"text": "Which?", "remark": True})
    assert asked.status_code == 409 and not replied.json["remark"]
    late = other.call("POST", f"/posts/{uid}/replies", {"text": "And?"})
    assert late.status_code == 409 and late.mimetype == PROBLEM
    opened = program.call("POST", f"/threads/{begun.json['uid']}/reopen")
    assert not opened.json["closed"]
    assert program.call("POST", f"/posts/{uid}/unaccept").json["accepted_by"] == []


def test_an_edit_names_the_text_it_started_from(program_of, femke, space) -> None:
    program, post = program_of(femke), opening_of(ask(femke, space)).uid
    assert program.call("PUT", f"/posts/{post}", {"text": "New."}).status_code == 428
    saved = program.call("PUT", f"/posts/{post}", {"text": "New."}, If_Match='"1"')
    assert (saved.json["text"], saved.headers["ETag"]) == ("New.", '"2"')
    stale = program.call("PUT", f"/posts/{post}", {"text": "Newer."}, If_Match='"1"')
    assert stale.status_code == 409
    assert stale.json["current"] == {"revision": 2, "text": "New."}


def test_posts_come_in_parts_in_the_order_they_came(program_of, femke, ruben, space) -> None:
    thread = ask(femke, space)
    first = answer(ruben, thread, "One.")
    answer(femke, first, "Two.")
    with transaction():
        remove_post(femke, first.uid, note="Twice")
    program, path = program_of(ruben), f"/threads/{thread.uid}/posts"
    part = program.call("GET", f"{path}?limit=2").json
    assert [each["number"] for each in part["items"]] == [1, 2]
    gone = part["items"][1]
    assert (gone["text"], gone["gone"], gone["gone_note"]) == (None, "hidden", "Twice")
    rest = program.call("GET", f"{path}?limit=2&cursor={part['next']}").json
    assert [(each["text"], each["parent"]) for each in rest["items"]] == [("Two.", first.uid)]
    assert rest["next"] is None


def test_threads_are_narrowed_and_go_on_where_they_stopped(
    program_of, femke, ruben, space, make_space
) -> None:
    start_topic(femke, name="Cables", language="en")
    other = make_space(femke, "Elsewhere")
    first = ask(femke, space, "First?", topics="Cables")
    ask(femke, space, "Idea", kind=Kind.IDEA)
    last = ask(ruben, other, "Last?")
    program = program_of(ruben)

    def titles(query: str) -> list[str]:
        return [each["title"] for each in program.call("GET", f"/threads{query}").json["items"]]

    assert titles("") == ["Last?", "Idea", "First?"]
    assert titles("?kind=question") == ["Last?", "First?"]
    assert titles(f"?space={space.slug}&kind=idea") == ["Idea"]
    assert titles("?topic=cables") == ["First?"]
    assert titles("?about=person:ruben-haak") == []
    part = program.call("GET", "/threads?limit=1").json
    assert part["items"][0]["uid"] == last.uid
    assert titles(f"?cursor={part['next']}") == ["Idea", "First?"]
    assert program.call("GET", "/threads?topic=nothing").status_code == 404
    assert program.call("GET", "/threads?kind=comment").status_code == 422
    answer(ruben, first)
    assert titles("?state=closed") == []


def test_closed_talk_is_not_there_for_outsiders(program_of, femke, noor, closed_space) -> None:
    thread = ask(femke, closed_space, "Inside?")
    said = opening_of(thread).uid
    program = program_of(noor)
    assert program.call("GET", "/threads").json["items"] == []
    for path in (f"/threads/{thread.uid}", f"/threads/{thread.uid}/posts", f"/posts/{said}"):
        missing = program.call("GET", "/threads/zzzzzzzzzz")
        hidden = program.call("GET", path)
        assert (hidden.status_code, hidden.data) == (404, missing.data)
    assert program.call("POST", f"/posts/{said}/replies", {"text": "x"}).status_code == 404
    assert program.call("GET", f"/threads?space={closed_space.slug}").status_code == 404


def test_a_program_reacts_and_joins_duplicates(program_of, femke, ruben, space) -> None:
    first, again = ask(ruben, space, "Which?"), ask(femke, space, "Which one?")
    program, said = program_of(femke), opening_of(first).uid
    given = program.call("POST", f"/posts/{said}/reactions", {"meaning": "same question"})
    assert given.json["reactions"] == {"same question": 1}
    back = {"meaning": "same question", "on": False}
    assert program.call("POST", f"/posts/{said}/reactions", back).json["reactions"] == {}
    own = {"meaning": "thanks"}
    mine = opening_of(again).uid
    assert program.call("POST", f"/posts/{mine}/reactions", own).status_code == 403
    ended = {"outcome": "duplicate", "other": first.uid}
    closed = program.call("POST", f"/threads/{again.uid}/close", ended).json
    assert (closed["outcome"], closed["leads"][0]["title"]) == ("duplicate", "Which?")
    assert find_thread(femke, again.uid).closed


def test_comments_are_made_resolved_and_opened_again(program_of, femke, ruben, noor, page) -> None:
    program, path = program_of(ruben), f"/pages/{page.uid}/comments"
    made = program.call("POST", path, {"quote": "95% of the limit", "text": "Still?"})
    assert made.status_code == 201
    assert (made.json["standing"], made.json["posts"][0]["text"]) == ("same", "Still?")
    lost = program.call("POST", path, {"quote": "no such words", "text": "Still?"})
    assert lost.status_code == 422 and lost.json["errors"][0]["field"] == "quote"
    one = f"{path}/{made.json['uid']}"
    assert program_of(femke).call("POST", f"{one}/resolve").json["resolved"]
    assert program.call("POST", f"{one}/resolve").status_code == 409
    assert not program.call("POST", f"{one}/reopen").json["resolved"]
    assert [each["quote"] for each in program_of(noor).call("GET", path).json["items"]] == [
        "95% of the limit"
    ]


def test_people_are_narrowed_as_in_the_directory(
    program_of, make_person, femke, ruben, noor
) -> None:
    make_person("Piet Post", department="Customer care", location="Arnhem")
    program = program_of(femke)

    def names(query: str) -> list[str]:
        return [each["name"] for each in program.call("GET", f"/people?{query}").json["items"]]

    assert names("department=Customer+care") == names("location=Arnhem") == ["Piet Post"]
    assert names("q=piet") == ["Piet Post"] and names("language=Frisian") == []
    said = program.call("POST", f"/people/{femke.handle}/manager", {"manager": ruben.handle})
    assert said.json["manager"]["handle"] == ruben.handle
    assert names(f"manager={ruben.handle}") == [femke.name]
    refused = program.call("POST", f"/people/{noor.handle}/manager", {"manager": ruben.handle})
    assert refused.status_code == 403
    circle = program_of(ruben).call(
        "POST", f"/people/{ruben.handle}/manager", {"manager": femke.handle}
    )
    assert circle.status_code == 422
