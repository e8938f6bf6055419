"""Small StackExchange dumps, written for a test."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

Row = dict[str, str | int]
DAY = "2012-03-04T"


def write(folder: Path, **files: Sequence[Row]) -> Path:
    """`write(folder, Posts=[{...}], Comments=[...])`: a file for each, a row for each."""
    folder.mkdir(exist_ok=True)
    for name, rows in files.items():
        lines = [
            "<row " + " ".join(f"{key}={quoteattr(str(said))}" for key, said in row.items()) + " />"
            for row in rows
        ]
        tag = name.lower()
        text = f'<?xml version="1.0" encoding="utf-8"?>\n<{tag}>\n' + "\n".join(lines)
        (folder / f"{name}.xml").write_text(f"{text}\n</{tag}>\n", encoding="utf-8")
    return folder


def question(number: int, **said: str | int) -> Row:
    """A question by member 1."""
    return {
        "Id": number, "PostTypeId": 1, "CreationDate": f"{DAY}08:00:{number:02}.000", "Score": 2,
        "Body": "<p>Why?</p>", "OwnerUserId": 1, "Title": f"Question {number}", "Tags": "<cables>",
    } | said  # fmt: skip


def answer(number: int, to: int, **said: str | int) -> Row:
    """An answer by member 2."""
    return {
        "Id": number, "PostTypeId": 2, "ParentId": to, "Score": 0, "OwnerUserId": 2,
        "CreationDate": f"{DAY}09:00:{number:02}.000", "Body": "<p>Because.</p>",
    } | said  # fmt: skip


def comment(number: int, to: int, text: str = "Indeed.", **said: str | int) -> Row:
    """A comment by member 1."""
    return {
        "Id": number, "PostId": to, "Score": 0, "Text": text, "UserId": 1,
        "CreationDate": f"{DAY}10:00:{number:02}.000",
    } | said  # fmt: skip


def member(number: int, name: str, **said: str | int) -> Row:
    """Somebody."""
    return {"Id": number, "DisplayName": name, "CreationDate": f"{DAY}07:00:00.000"} | said


MEMBERS = [member(1, "Anna"), member(2, "Bas"), member(3, "Bas")]
