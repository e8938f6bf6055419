"""The links of a page for programs."""

from __future__ import annotations

from essp.core.db import transaction
from essp.wiki.editing import create_page


def page(actor, space, title, text="x"):
    with transaction():
        return create_page(actor, space, title=title, text=text).page


def test_the_links_of_a_page_are_those_of_its_screen(program_of, femke, noor, space, closed_space):
    rota = page(femke, space, "Rota", "[[Nothing]] [[Handbook#Gone]] https://a.example/x")
    page(femke, space, "Handbook", "[[Rota]] and [[rota]]")
    page(femke, closed_space, "Secret plan", f"[[{space.slug}:Rota]]")
    told = program_of(noor).call("GET", f"/pages/{rota.uid}/links").json
    assert [(e["page"]["title"], e["times"]) for e in told["linked_from"]] == [("Handbook", 2)]
    assert (told["total"], told["next"]) == (1, None)
    assert [(e["title"], e["fault"]) for e in told["links"]] == [
        ("Nothing", "no page"),
        ("Handbook", "no section"),
    ]
    assert told["links"][0]["page"] is None
    assert told["web"] == ["https://a.example/x"]
    assert program_of(femke).call("GET", f"/pages/{rota.uid}/links").json["total"] == 2


def test_many_links_come_in_parts(program_of, femke, space):
    rota = page(femke, space, "Rota")
    for number in range(5):
        page(femke, space, f"Page {number}", "[[Rota]]")
    client, found, cursor = program_of(femke), [], ""
    while cursor is not None:
        told = client.call("GET", f"/pages/{rota.uid}/links?limit=2{cursor}").json
        found += [each["page"]["title"] for each in told["linked_from"]]
        cursor = f"&cursor={told['next']}" if told["next"] else None
    assert found == [f"Page {number}" for number in range(5)]
