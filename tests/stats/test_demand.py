"""What customers ask comes in from a file, with every line accounted for."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from essp import cli
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.stats.demanding import Line, lines_of, read, take
from essp.stats.place_models import OutsideDemand
from essp.topics.naming import start_topic


@pytest.fixture
def cables(femke):
    with transaction():
        return start_topic(femke, name="Cables", language="en")


def kept(session) -> dict[tuple[str, date], int]:
    return {(row.name, row.period): row.count for row in session.scalars(select(OutsideDemand))}


def taken(text: str, **options):
    with transaction():
        return take(*lines_of(text), "demand.csv", **options)


OCTOBER = date(2026, 10, 1)


def test_topics_are_known_by_every_name_and_others_are_kept_by_theirs(session, cables) -> None:
    found = taken("topic,period,count\ncables,2026-10,12\nHeat pumps,2026-10,40\n")
    assert (found.new, found.unknown, found.wrong) == (2, {"Heat pumps": 40}, [])
    assert kept(session) == {("cables", OCTOBER): 12, ("Heat pumps", OCTOBER): 40}
    rows = {row.name: row.topic_id for row in session.scalars(select(OutsideDemand))}
    assert rows == {"cables": cables.id, "Heat pumps": None}


def test_a_later_file_says_it_anew(session, cables) -> None:
    taken("Cables;2026-10;12\nCables;2026-09;5")
    again = taken("cables;2026-10;20\nCABLES;2026-09;5")
    assert (again.new, again.changed, again.same) == (0, 1, 1)
    assert kept(session) == {("cables", OCTOBER): 20, ("Cables", date(2026, 9, 1)): 5}


def test_a_topic_that_is_begun_later_is_found_by_the_next_file(session, femke) -> None:
    taken("Heat pumps,2026-10,4")
    with transaction():
        topic = start_topic(femke, name="Heat pumps", language="en")
    assert taken("Heat pumps,2026-10,4").changed == 1
    assert session.scalars(select(OutsideDemand.topic_id)).one() == topic.id


def test_every_line_that_cannot_be_used_is_named_and_the_others_are_kept(session) -> None:
    text = "\n".join(
        ["Cables,2026-10,12", "Cables,2026-13,12", "Cables,october,1", ",2026-10,3", "", "Cables,2026-10",
         "Cables,2026-11,-3", "Cables,2026-11,many", "Cables,2026-11,7", "Cables,2026-11,8"]
    )  # fmt: skip
    found = taken(text)
    assert [each.number for each in found.wrong] == [2, 3, 4, 6, 7, 8]
    assert found.twice == [9] and found.lines == 9
    assert kept(session) == {("Cables", OCTOBER): 12, ("Cables", date(2026, 11, 1)): 8}


def test_a_dry_run_says_what_would_come_of_it(session) -> None:
    assert taken("Cables,2026-10,12", dry=True).new == 1
    assert kept(session) == {}


@pytest.mark.parametrize(
    ("text", "count"),
    [("Kabels;2026-10;1.234", 1234), ("Kabels;10-2026;12,00", 12), ("Kabels;2026/10;1 234 567", 1234567),
     ("Kabels\t2026-10-01\t7", 7), ('"Kabels, moffen";2026-10;0', 0), ("﻿Kabels;2026-10;3;;", 3)],
)  # fmt: skip
def test_what_spreadsheets_write_is_understood(tmp_path, text, count) -> None:
    path = tmp_path / "vraag.csv"
    path.write_text(text, encoding="utf-8")
    (line,), wrong = lines_of(read(path))
    assert (line.period, line.count, wrong) == (OCTOBER, count, [])


def test_a_file_of_an_older_spreadsheet_keeps_its_accents(tmp_path) -> None:
    path = tmp_path / "vraag.csv"
    path.write_bytes("Onderwerp;Maand;Aantal\nCoördinatie;2026-10;3\n".encode("cp1252"))
    assert lines_of(read(path))[0] == [Line(2, "Coördinatie", OCTOBER, 3)]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read(tmp_path / "nothing.csv")


@given(st.text(max_size=200))
def test_no_text_is_lost_without_a_word(text: str) -> None:
    try:
        found, wrong = lines_of(text)
    except Invalid:
        return
    assert all(line.count >= 0 and line.name for line in found)
    numbers = [each.number for each in (*found, *wrong)]
    assert len(numbers) == len(set(numbers))


def test_the_command_tells_people_and_programs(app, session, tmp_path) -> None:
    path = tmp_path / "demand.csv"
    path.write_text("Cables,2026-10,12\nCables,soon,1\n")
    said = CliRunner().invoke(cli.essp, ["import", "demand", str(path), "--dry-run"], obj=app)
    assert said.exit_code == 0 and "Nothing is changed" in said.output, said.output
    assert "line 2:" in said.output and "Cables (12)" in said.output and kept(session) == {}
    told = CliRunner().invoke(cli.essp, ["import", "demand", str(path), "--json"], obj=app)
    values = json.loads(told.output)
    assert (values["new"], [each["line"] for each in values["wrong"]]) == (1, [2])
    assert kept(session) == {("Cables", OCTOBER): 12}
