"""What is asked against what is known, on its screen: quarters, steps, and what too few asked."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from essp.core import clock
from essp.people.models import Person, Role
from essp.stats.asking import SITE
from essp.stats.place_models import OutsideDemand
from essp.stats.web.balance import HIGH, WIDE, balances_in, picture_of
from essp.topics.naming import start_topic
from tests.stats.figures import DAY, agreed, figure


@pytest.fixture
def sanne(make_person) -> Person:
    return make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value)


@pytest.fixture
def topics(make_person, session) -> dict[str, int]:
    """Topics by name; Merger is named behind closed doors alone."""
    ilse, found = make_person("Ilse Vos"), {}
    for name in ("Pooling", "Portal", "Relays", "Oil", "Asbestos", "Flex", "Merger"):
        topic = start_topic(ilse, name=name, language="en")
        topic.opened_at = None if name == "Merger" else clock.now()
        found[name] = topic.id
    session.commit()
    return found


def kept(topics: dict[str, int]) -> None:
    """A day with each kind of topic: id, demand, supply, gap, quadrant, people, customers, knowers."""
    rows = [
        [topics["Pooling"], 9.5, 0.0, 3.4, "gap", 9, 0, 0],
        [topics["Flex"], 8.0, 0.0, 3.2, "gap", 6, 20, 0],
        [topics["Portal"], 8.0, 0.4, 2.1, "gap", 7, 10, 1],
        [topics["Asbestos"], 7.0, 1.4, 1.1, "gap", 7, 0, 3],
        [topics["Merger"], 7.0, 0.0, 1.0, "gap", 7, 0, 0],
        [topics["Relays"], 6.0, 4.0, -0.1, "asset", 6, 0, 6],
        [topics["Oil"], None, 3.0, None, None, None, 0, 4],
    ]
    parts = {"topics": rows, "usual": 1.0, "lines": [5.0, 2.0]}
    figure(5.0, 30, SITE, measure="D9", n=7, parts=parts)


def read(browser, address: str = "/insight/knowledge") -> BeautifulSoup:
    answer = browser.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_what_is_known_and_yet_asked_for_more_than_usual_is_no_balance() -> None:
    asked = {
        "topics": [[1, 6.0, 4.0, 0.4, "asset", 6, 0, 6], [2, 6.0, 6.0, -0.4, "asset", 6, 0, 6]]
    }
    assert [each.step for each in balances_in(asked)] == ["owner", "keep"]


def row(page: BeautifulSoup, name: str) -> str:
    return (
        page.select_one("table.dem")
        .find("a", string=name)
        .find_parent("tr")
        .get_text(" ", strip=True)
    )


def test_each_topic_stands_in_its_quarter_with_the_step_that_helps(
    browser_of, sanne, topics
) -> None:
    kept(topics)
    page = read(browser_of(sanne))
    assert "Nobody has shown it" in row(page, "Pooling") and "Gap" in row(page, "Pooling")
    assert "Hire or train" in row(page, "Flex")
    assert "Have a page written" in row(page, "Portal")
    assert "Appoint an owner" in row(page, "Asbestos")
    assert "In balance" in row(page, "Relays")
    # The page of the day and the list behind the figure of gaps say the same, of gaps alone.
    tile = read(browser_of(sanne), "/insight/tile/gaps").select_one(".things")
    steps = [each.get_text(" ", strip=True) for each in tile.select("li")]
    assert [each.split(" 's")[0].split(" people ask ")[1].split(" :")[0] for each in steps] == [
        "Nobody has shown it. Ask who is close to it", "Customers ask and nobody knows. Hire or train",
        "Have a page written", "Appoint an owner",
    ]  # fmt: skip
    picture = page.select_one("svg.quad")
    drawn = {each.text for each in picture.select("text.net__t")}
    assert drawn == {"Pooling", "Flex", "Portal", "Asbestos", "Relays"}
    assert len(picture.select("rect.quad__d--gap")) == 4


def test_what_fewer_than_five_people_ask_is_neither_told_nor_on_which_side_it_lies(
    browser_of, sanne, topics
) -> None:
    kept(topics)
    page = read(browser_of(sanne))
    oil = row(page, "Oil")
    assert "<5" in oil and "too few to say" in oil
    assert not any(word in oil for word in ("Gap", "Hidden talent", "To watch", "Asset"))
    assert "1 topic is not in the picture" in page.text
    for quarter in ("gap", "asset", "hidden", "watch"):
        assert "Oil" not in read(browser_of(sanne), f"/insight/knowledge?show={quarter}").text


def test_a_topic_that_not_everybody_may_know_of_is_nowhere(browser_of, sanne, topics) -> None:
    kept(topics)
    figure(
        1.0,
        9,
        SITE,
        measure="D10",
        parts={"topics": [[topics["Merger"], 1, 90], [topics["Oil"], 1, 40]]},
    )
    page = read(browser_of(sanne))
    assert "Merger" not in page.text
    assert "Oil" in page.find("h2", string="Hangs on one person").find_parent("section").text


def test_the_quarters_narrow_the_table(browser_of, sanne, topics) -> None:
    kept(topics)
    page = read(browser_of(sanne), "/insight/knowledge?show=asset")
    assert [each.text for each in page.select("table.dem th a")] == ["Relays"]
    assert len(read(browser_of(sanne), "/insight/knowledge?show=no").select("table.dem th a")) == 6


def test_searches_in_vain_lead_to_a_page_with_that_title(
    browser_of, sanne, administrator, topics
) -> None:
    agreed("full", administrator)
    kept(topics)
    figure(0.2, 30, SITE, measure="M40", n=80, parts={"vain": [["cable pooling", 6, 14]]})
    page = read(browser_of(sanne))
    vain = page.find("h2", string="Searched in vain").find_parent("section")
    assert "cable pooling" in vain.text
    assert vain.select_one("table a")["href"] == "/new?title=Cable+pooling"


def test_the_departure_of_one_is_tried_without_naming_anybody(browser_of, sanne, topics) -> None:
    kept(topics)
    drill = {"most": 6.2, "middle": 0.4, "answerers": 17}
    figure(1.0, 9, SITE, measure="D10", parts={"topics": [[topics["Oil"], 1, 40]], "drill": drill})
    page = read(browser_of(sanne))
    said = page.find("h3", string="If one person left tomorrow").find_parent("section").text
    assert "6 questions a month" in said and "each of 17 people" in said
    figure(1.0, 9, SITE, measure="D10", parts={"topics": [], "drill": {"most": None}})
    assert "Too few people answered to say." in read(browser_of(sanne)).text


def test_what_customers_ask_without_a_word_for_it_here_is_listed(
    browser_of, sanne, topics, session
) -> None:
    kept(topics)
    for name, topic, count in (("electrolyser", None, 40), ("portal", topics["Portal"], 90)):
        session.add(
            OutsideDemand(
                name=name, key=name, topic_id=topic, period=DAY.replace(day=1), count=count,
                source="requests.csv", imported_at=clock.now(),
            )
        )  # fmt: skip
    session.commit()
    page = read(browser_of(sanne))
    outside = page.find("h2", string="Customers ask, and we have no word for it").find_parent(
        "section"
    )
    assert "electrolyser" in outside.text and "40" in outside.text and "portal" not in outside.text
    assert outside.select_one("tbody a")["href"] == "/topics/new?name=electrolyser"


def test_only_community_managers_see_it_and_before_any_day_it_says_so(
    browser_of, sanne, femke
) -> None:
    assert "This day is not counted yet." in read(browser_of(sanne)).text
    assert browser_of(femke).get("/insight/knowledge").status_code == 403


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.floats(0, 5000)),
            st.floats(0, 300),
            st.sampled_from(["gap", "asset", "hidden", "watch"]),
        ),
        max_size=30,
    )
)
def test_every_topic_lies_within_the_picture_on_its_side_of_the_lines(drawn) -> None:
    rows = [
        [
            number,
            demand,
            supply,
            0.0,
            "asset" if (demand or 0) >= 5 and supply >= 2 else other,
            9,
            0,
            0,
        ]
        for number, (demand, supply, other) in enumerate(drawn)
    ]
    found = balances_in({"topics": rows})
    picture = picture_of(found, {number: f"T{number}" for number in range(len(rows))}, (5.0, 2.0))
    assert len(picture.dots) == sum(each.demand is not None for each in found)
    for dot in picture.dots:
        assert 0 <= dot.x <= WIDE and 0 <= dot.y <= HIGH
        if dot.quadrant == "asset" and drawn[dot.topic][0] >= 5 and drawn[dot.topic][1] >= 2:
            assert dot.x >= picture.line_x and dot.y <= picture.line_y
