"""The vocabulary of the demonstration can be built: words mean one topic, pages and people exist."""

from __future__ import annotations

from collections import Counter

import pytest

from essp.demo.content import load
from essp.demo.model import Demo
from essp.topics.words import clean_name, key_of_name
from essp.wiki.page_templates import ORDER


@pytest.fixture(scope="module")
def demo() -> Demo:
    return load()


def test_a_word_means_one_topic_in_either_language(demo: Demo) -> None:
    words = [
        clean_name(word)
        for topic in demo.topics
        for word in {topic.english, topic.dutch or topic.english, *dict(topic.others)}
    ]
    twice = [key for key, times in Counter(map(key_of_name, words)).items() if times > 1]
    assert len(demo.topics) >= 40 and twice == []


def test_a_wider_topic_comes_before_the_narrower(demo: Demo) -> None:
    seen: set[str] = set()
    for topic in demo.topics:
        assert not topic.below or topic.below in seen, topic.english
        seen.add(topic.english)


def test_topics_stand_on_pages_that_there_are_by_people_that_there_are(demo: Demo) -> None:
    pages = {f"{page.space}/{page.slug}" for page in demo.pages}
    people = {person.handle for person in demo.people}
    assert {page for page, _names in demo.put} <= pages
    assert {topic.by for topic in demo.topics} <= people


def test_templates_are_made_of_what_was_there(demo: Demo) -> None:
    begun = {(page.space, page.slug): page.revisions[0].at.date() for page in demo.pages}
    for template in demo.templates:
        assert bool(template.page) != bool(template.starter)
        if template.page:
            assert begun[template.space, template.page] < template.at
        else:
            assert template.starter in ORDER
