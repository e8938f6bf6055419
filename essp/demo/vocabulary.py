"""Start the topics of the demonstration, put them on its pages, and make its templates.

The clock must be held at the time of each; ids of templates are the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping

from essp.demo.model import DemoPage, DemoTemplate, DemoTopic
from essp.demo.pages import Author
from essp.people.models import Person
from essp.topics import arranging, naming
from essp.topics.models import Topic
from essp.wiki import page_templates, tagging


class Keeper:
    """Does what the keepers of the vocabulary did; knows the topics made so far by English name."""

    def __init__(self, people: Mapping[str, Person], author: Author) -> None:
        self.people = people
        self.author = author
        self.topics: dict[str, Topic] = {}

    def start(self, said: DemoTopic) -> None:
        """Start a topic with all its names, below the one it belongs to."""
        actor = self.people[said.by]
        topic = naming.start_topic(
            actor,
            name=said.english,
            language="en",
            other_name=said.dutch if said.dutch != said.english else "",
            parent=self.topics[said.below] if said.below else None,
        )
        for name, language in said.others:
            naming.name_topic(actor, topic, name, language)
        if said.about:
            arranging.describe_topic(actor, topic, said.about, based_on=topic.changes)
        self.topics[said.english] = topic

    def put(self, page: DemoPage, names: tuple[str, ...]) -> None:
        """Put topics on a page, by who wrote it first."""
        actor = self.people[page.revisions[0].author_handle]
        tagging.change_topics(actor, self.author.pages[page.space, page.slug], add=names)

    def make_template(self, said: DemoTemplate) -> None:
        """Make a template of a page, or adapt one that comes with the site."""
        actor, space = self.people[said.by], self.author.spaces[said.space]
        if said.page:
            page = self.author.pages[said.space, said.page]
            page_templates.make_template_of(actor, page, title=said.title)
        else:
            start = page_templates.find_template(actor, space, said.starter)
            page_templates.make_template(actor, space, title=said.title, start=start)
