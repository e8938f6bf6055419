"""Words become topics, and topics get their names. A word means one topic, whoever wrote it first.

A word that was only ever used behind a closed door must not give itself away: whoever may not know of
its topic uses the word as if it were new, and the topic is open from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import LANGUAGES
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.topics import policy
from essp.topics.events import TopicChanged, TopicsMerged, TopicStarted
from essp.topics.keeping import give_address, held, note, open_topic, preferred_name
from essp.topics.models import Topic, TopicAddress, TopicName
from essp.topics.queries import holders, may_know
from essp.topics.words import clean_name, key_of_name


def start_topic(
    actor: Person, *, name: str, language: str, other_name: str = "", parent: Topic | None = None
) -> Topic:
    """Make a topic with its name, and perhaps its name in the other language.

    Raises Invalid when a name cannot be used or names a topic already.
    """
    name = clean_name(name)
    topic = _unknown_holder(actor, name, "name")
    if topic is None:
        topic = _new_topic(actor, name, _language(language), opened=True)
    else:
        _respell(topic, name, _language(language))
        open_topic(actor, topic)
    if other_name.strip():
        other = next(code for code in LANGUAGES if code != language)
        name_topic(actor, topic, other_name, other, preferred=True, field="other_name")
    if parent is not None:
        _stand_below(topic, parent)
    return topic


def take_up(actor: Person, said: Mapping[str, str], language: str, *, openly: bool) -> list[Topic]:
    """The topics of words that were used, made where there are none: `said` names by folded key.

    Used openly, a topic is open from then on. The order is that of the words.
    """
    known = holders(said)
    # In one order for everybody, so that two who start the same words do not wait for each other.
    for key in sorted(said.keys() - known.keys()):
        known[key] = _new_topic(actor, said[key], _language(language), opened=openly)
    for key in said if openly else ():
        if known[key].opened_at is None:
            open_topic(actor, known[key])
    return [known[key] for key in said]


def name_topic(
    actor: Person,
    topic: Topic,
    name: str,
    language: str,
    *,
    preferred: bool = False,
    field: str = "name",
) -> None:
    """Give a topic a further word, or the one it goes by in a language; the last one stays a synonym.

    Raises Invalid when the word cannot be used or names another topic that the actor may know of.
    """
    found, name, language = held(topic), clean_name(name, field), _language(language)
    require(policy.edit(actor, found))
    open_topic(actor, found)
    before = preferred_name(found, language)
    own = _word_of(actor, found, name, language, field)
    if preferred and before is not own:
        if before is not None:
            before.preferred = False
            session().flush()
        own.preferred = True
        session().flush()
        give_address(found)
        old = before.name if before is not None else ""
        note(actor, found, "renamed", name=name, language=language, before=old)
    else:
        note(actor, found, "named", name=name, language=language)
    _changed(actor, found, "names")


def unname_topic(actor: Person, topic: Topic, word_id: int) -> None:
    """Take a word off a topic. Raises Invalid for its last word and for one that came with a merge."""
    found = held(topic)
    require(policy.edit(actor, found))
    word = session().get(TopicName, word_id)
    if word is None or word.topic_id != found.id:
        raise NotFound
    others = select(TopicName.id).where(TopicName.topic_id == found.id, TopicName.id != word.id)
    if session().scalar(others.limit(1)) is None:
        raise Invalid(name=_("A topic keeps at least one name. Give it another one first."))
    open_topic(actor, found)
    session().delete(word)
    note(actor, found, "unnamed", name=word.name, language=word.language)
    _changed(actor, found, "names")


def _new_topic(actor: Person, name: str, language: str, *, opened: bool) -> Topic:
    moment, uid = clock.now(), new_uid()
    topic = Topic(
        uid=uid, slug=uid, created_at=moment, opened_at=moment if opened else None, changes=0,
        description="",
    )  # fmt: skip
    session().add(topic)
    session().flush()
    topic.lineage = f"/{topic.id}/"
    if not _claim(topic, name, language):
        # Somebody was a moment faster; theirs is the topic of the word.
        session().delete(topic)
        session().flush()
        return holders([key_of_name(name)])[key_of_name(name)]
    session().add(TopicAddress(slug=uid, topic_id=topic.id))
    session().flush()
    give_address(topic)
    note(actor, topic, "started", name=name)
    record(TopicStarted(actor_id=actor.id, topic_id=topic.id))
    return topic


def _claim(topic: Topic, name: str, language: str) -> bool:
    insert = insert_sqlite if _dialect() == "sqlite" else insert_postgresql
    row = {"topic_id": topic.id, "language": language, "name": name, "preferred": True}
    done = session().execute(
        insert(TopicName)
        .values(key=key_of_name(name), **row)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(TopicName.id)
    )
    return done.first() is not None


def _dialect() -> str:
    return session().get_bind().dialect.name


def _unknown_holder(actor: Person, name: str, field: str) -> Topic | None:
    """Who holds the word without the actor knowing; Invalid when they may know."""
    holder = holders([key_of_name(name)]).get(key_of_name(name))
    if holder is not None and may_know(actor, holder):
        raise Invalid(
            **{field: _("“%(name)s” names a topic already. Use that one, or merge the two.",
                        name=name)}
        )  # fmt: skip
    return holder


def _absorb(actor: Person, topic: Topic, name: str, field: str) -> None:
    """Take a word over from a topic that the actor may not know of: it becomes this one's."""
    quiet = _unknown_holder(actor, name, field)
    if quiet is not None:
        quiet.merged_into_id, quiet.opened_at = topic.id, clock.now()
        record(TopicsMerged(actor_id=actor.id, topic_id=quiet.id, into_id=topic.id))


def _word_of(actor: Person, topic: Topic, name: str, language: str, field: str) -> TopicName:
    """The word as one of the topic's own, spelled like this."""
    word = session().scalar(select(TopicName).where(TopicName.key == key_of_name(name)))
    if word is None:
        word = TopicName(topic_id=topic.id, key=key_of_name(name), preferred=False)
        session().add(word)
    elif word.topic_id != topic.id:
        _absorb(actor, topic, name, field)
        word.topic_id, word.preferred = topic.id, False
    elif word.language != language:
        word.preferred = False
    word.name, word.language = name, language
    session().flush()
    return word


def _respell(topic: Topic, name: str, language: str) -> None:
    word = session().scalars(select(TopicName).where(TopicName.key == key_of_name(name))).one()
    word.name, word.language = name, language
    session().flush()


def _stand_below(topic: Topic, parent: Topic) -> None:
    topic.parent_id = parent.id
    topic.lineage = f"{parent.lineage}{topic.id}/"
    session().flush()


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise Invalid(language=_("Choose one of the languages in the list."))
    return code


def _changed(actor: Person, topic: Topic, change: str) -> None:
    record(TopicChanged(actor_id=actor.id, topic_id=topic.id, change=change))


def keyed(names: Iterable[str]) -> dict[str, str]:
    """Names by their folded key, the first spelling of each; what has no letter is left out."""
    found: dict[str, str] = {}
    for name in names:
        key = key_of_name(name)
        if any(char.isalpha() for char in key):
            found.setdefault(key, name)
    return found
