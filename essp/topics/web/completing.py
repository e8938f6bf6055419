"""What an editor asks while somebody writes: topics for letters behind a #, and for a whole text."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request, url_for

from essp.core.access import members
from essp.core.i18n import _, language, ngettext
from essp.core.ids import clean_line
from essp.people.current import me
from essp.topics.queries import Named
from essp.topics.suggesting import Suggestion, completions, topics_in
from essp.topics.web import blueprint
from essp.topics.words import key_of_name, tag_of

LONGEST = 200


@blueprint.get("/complete/topics")
@members
def complete() -> Response:
    """Topics for the letters in `q`, as the text would write them; JSON."""
    typed = clean_line(request.args.get("q", "")[:LONGEST]).lstrip("#")
    found = [_item(topic, name) for topic, name in completions(me(), typed, language=language())]
    return jsonify(items=[item for item in found if item is not None] + _new_topic(typed, found))


@blueprint.post("/topics/suggested")
@members
def suggested() -> Response:
    """Topics that `text` speaks of and that are not among `chosen`, each with its reason; JSON.

    For a text that not everyone may read (`guarded`) also topics of such texts.
    """
    sent = request.form.get("chosen", "").split(",")
    chosen = {int(each) for each in sent if _is_number(each)}
    text, openly = request.form.get("text", ""), "guarded" not in request.form
    found = topics_in(me(), text, without=chosen, openly=openly)
    return jsonify(items=[suggestion_of(each) for each in found])


def suggestion_of(found: Suggestion) -> dict[str, Any]:
    """A suggestion as a chip shows it."""
    label = found.topic.label(language())
    return {
        "id": found.topic.id,
        "name": label,
        "insert": f"#{tag_of(label)}" if tag_of(label) else "",
        "reason": ngettext("mentioned once", "mentioned %(num)s times", found.times),
        "url": url_for("topics.show", topic=found.topic.slug),
    }


def _item(topic: Named, name: str) -> dict[str, Any] | None:
    tag = tag_of(name)
    if tag is None:
        return None
    label = topic.label(language())
    others = [*topic.preferred.values(), *(word for word, _code in topic.synonyms)]
    return {
        "insert": f"#{tag}",
        "title": label,
        "context": ", ".join(dict.fromkeys(each for each in others if each != label))
        if topic.open
        else _("Known to readers of guarded pages only"),
        "url": url_for("topics.show", topic=topic.slug),
    }


def _new_topic(typed: str, found: list[dict[str, Any] | None]) -> list[dict[str, Any]]:
    """The offer to use a word that names no topic yet."""
    tag, key = tag_of(typed), key_of_name(typed)
    known = {key_of_name(item["insert"]) for item in found if item is not None}
    if tag is None or key in known:
        return []
    return [
        {
            "insert": f"#{tag}",
            "title": _("Use “%(name)s” as a new topic", name=typed),
            "context": _("It becomes a topic when you save"),
            "url": "",
            "new": True,
        }
    ]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
