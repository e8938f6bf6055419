"""The written content of the demonstration organisation, and how to load it.

`people.csv` and `spaces.toml` say who and where, `readers.csv` who reads and writes nothing;
`pages/<space>/<slug>.md` holds one page each with its history (the form is described in
`essp.demo.page_file` and `essp.demo.replay`), `wanted.txt` lists the titles that are linked to on purpose
although nobody has written them, `topics.toml` holds the vocabulary, the topics put on pages, and the
templates of spaces, `files.toml` what the files on pages are made of, `talk/*.toml` what people said to
each other, `questions/*.txt` the short questions of every day, and `wachtrij.txt` what one champion says
of the queue each week.
"""

import csv
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, cast

from essp.demo.model import (
    Demo,
    DemoFile,
    DemoPage,
    DemoPerson,
    DemoSpace,
    DemoTemplate,
    DemoTopic,
    Role,
)
from essp.demo.page_file import TIME_ZONE, read_page
from essp.demo.questions import read_questions
from essp.demo.queue import read_queue
from essp.demo.talk import read_threads

_HERE = Path(__file__).parent


def load(folder: Path = _HERE) -> Demo:
    """Read the organisation from `folder`: the same people, spaces and pages in the same order.

    Raises ValueError, naming the file, for content that cannot be read.
    """
    spaces = _spaces(folder / "spaces.toml")
    pages = tuple(page for space in spaces for page in _pages(folder / "pages", space.slug))
    wanted = (folder / "wanted.txt").read_text(encoding="utf-8").splitlines()
    with (folder / "topics.toml").open("rb") as file:
        said = tomllib.load(file)
    people = _people(folder / "people.csv") + _people(folder / "readers.csv")
    return Demo(
        people,
        spaces,
        pages,
        frozenset(filter(None, wanted)),
        tuple(_topic(table) for table in said["topic"]),
        _put(said),
        tuple(DemoTemplate(**{"page": "", "starter": ""} | table) for table in said["template"]),
        _files(folder / "files.toml"),
        read_threads(folder / "talk")
        + read_questions(folder / "questions", people)
        + read_queue(folder / "wachtrij.txt"),
    )


def _files(path: Path) -> tuple[DemoFile, ...]:
    with path.open("rb") as file:
        tables = tomllib.load(file)["file"]
    return tuple(
        DemoFile(**table | {"at": table["at"].replace(tzinfo=TIME_ZONE)}) for table in tables
    )


def _topic(table: dict[str, Any]) -> DemoTopic:
    others = tuple((name, code) for code, names in table.get("also", {}).items() for name in names)
    return DemoTopic(
        english=table["en"],
        dutch=table["nl"],
        others=others,
        below=table.get("below", ""),
        about=table.get("about", ""),
        by=table["by"],
    )


def _put(said: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Topics by page, in the order of the vocabulary; those of guarded pages last."""
    found: dict[str, list[str]] = {}
    for table in said["topic"]:
        for page in table.get("pages", ()):
            found.setdefault(page, []).append(table["en"])
    for table in said["quiet"]:
        found.setdefault(table["page"], []).extend(table["topics"])
    return tuple((page, tuple(names)) for page, names in found.items())


def _people(path: Path) -> tuple[DemoPerson, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_person(row) for row in csv.DictReader(file, delimiter=";"))


def _person(row: dict[str, str]) -> DemoPerson:
    return DemoPerson(
        handle=row["handle"],
        manager=row["manager"],
        name=row["name"],
        email=f"{row['handle'].partition('-')[0]}@veldstroom.example",
        role=cast(Role, row["role"]),
        title=row["title"],
        department=row["department"],
        location=row["location"],
        languages=tuple(row["languages"].split()),
        about=row["about"],
        topics=row["topics"],
        joined=date.fromisoformat(row["joined"]),
        left=date.fromisoformat(row["left"]) if row["left"] else None,
    )


def _spaces(path: Path) -> tuple[DemoSpace, ...]:
    with path.open("rb") as file:
        return tuple(_space(table) for table in tomllib.load(file)["space"])


def _space(table: dict[str, Any]) -> DemoSpace:
    return DemoSpace(
        slug=table["slug"],
        name=table["name"],
        language=table["language"],
        access=table["access"],
        access_reason=table["access_reason"],
        created=table["created"],
        purpose=table["purpose"].strip(),
        rules=table["rules"].strip(),
        owners=tuple(table["owners"]),
        members=tuple(dict.fromkeys([*table["owners"], *table["members"]])),
        champions=tuple((each["person"], each["says"]) for each in table.get("champion", ())),
    )


def _pages(folder: Path, space: str) -> list[DemoPage]:
    return [read_page(path, space) for path in sorted((folder / space).glob("*.md"))]
