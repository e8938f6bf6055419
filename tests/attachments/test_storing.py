"""Files: kept once under their content, typed by it, and put where their author may write."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.attachments import folder, policy
from essp.attachments.models import Attachment, StoredFile
from essp.attachments.naming import LONGEST_NAME, clean_name
from essp.attachments.storing import store
from essp.core import clock
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person
from essp.spaces.models import Access, Space
from essp.spaces.queries import standing
from tests.attachments.pictures import picture

LARGEST = 20 << 20

Browser = Callable[[Person], FlaskClient]
MakeSpace = Callable[..., Space]


def test_the_same_bytes_under_the_same_name_are_one_attachment(
    space: Space, femke: Person, session: Session
) -> None:
    first = store(femke, space, "plan.png", picture())
    assert store(femke, space, "plan.png", BytesIO(picture())) is first
    other = store(femke, space, "copy.png", picture())
    assert other.sha256 == first.sha256 and other.uid != first.uid
    assert len(session.scalars(select(StoredFile)).all()) == 1
    assert folder.path_of(first.sha256).read_bytes() == picture()
    assert first.sha256 == sha256(picture()).hexdigest()


def test_nothing_is_left_behind_by_what_came_in(space: Space, femke: Person) -> None:
    store(femke, space, "a.bin", b"a")
    store(femke, space, "a.bin", b"a")
    with pytest.raises(Invalid):
        store(femke, space, "big.bin", BytesIO(b"x" * (LARGEST + 1)))
    assert not list(folder.folder().glob("incoming-*"))


def test_twenty_megabytes_are_accepted_and_a_byte_more_is_refused_in_words(
    space: Space, femke: Person
) -> None:
    assert store(femke, space, "full.bin", b"x" * LARGEST).sha256
    with pytest.raises(Invalid, match="at most 20 MB"):
        store(femke, space, "over.bin", b"x" * (LARGEST + 1))


def test_bytes_reach_the_disk_before_their_name_does(
    space: Space, femke: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    flush, rename = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("flush"), flush(handle))[1])
    monkeypatch.setattr(
        Path, "replace", lambda path, target: (done.append("rename"), rename(path, target))[1]
    )
    store(femke, space, "new.bin", b"never seen before")
    assert done == ["flush", "rename", "flush", "flush"]


def test_bytes_cut_short_on_the_disk_are_made_whole_by_the_next_who_brings_them(
    space: Space, femke: Person
) -> None:
    kept = store(femke, space, "a.bin", b"whole")
    folder.path_of(kept.sha256).write_bytes(b"who")
    store(femke, space, "b.bin", b"whole")
    assert folder.path_of(kept.sha256).read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("plan.png", "plan.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ilse\\plan.png", "plan.png"),
        ("..", "file"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("a\r\nSet-Cookie: x=1.png", "a Set-Cookie: x=1.png"),
        ("a\0b.png", "ab.png"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("schets é ⚡.png", "schets é ⚡.png"),
        ("n" * 300 + ".png", "n" * 146 + ".png"),
    ],
)
def test_odd_names_are_cleaned(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_one_line_without_a_path(name: str) -> None:
    kept = clean_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set("/\\\r\n\0")
    assert kept not in {".", ".."}
    assert clean_name(kept) == kept


ACCESS = [
    (access, who)
    for access in Access
    for who in ("nobody", "outsider", "member", "owner", "administrator")
]


@pytest.mark.parametrize(("access", "who"), ACCESS, ids=lambda v: getattr(v, "value", v))
def test_a_file_is_read_by_whoever_reads_its_space_in_python_and_in_sql_alike(
    access: Access,
    who: str,
    femke: Person,
    ruben: Person,
    noor: Person,
    administrator: Person,
    make_space: MakeSpace,
    session: Session,
) -> None:
    people = {
        "nobody": None,
        "outsider": noor,
        "member": ruben,
        "owner": femke,
        "administrator": administrator,
    }
    actor = people[who]
    space = make_space(femke, access=access, members=(ruben,))
    stored = store(femke, space, "plan.png", picture())
    expected = actor is not None and (access is Access.OPEN or who in {"member", "owner"})
    here = standing(actor, space)
    assert bool(policy.read(actor, space, here)) == expected
    assert bool(policy.attach(actor, space, here)) == expected
    found = session.scalar(select(Attachment.id).where(policy.readable_by(actor)))
    assert (found == stored.id) == expected


def test_who_may_not_edit_in_a_space_puts_nothing_there(
    closed_space: Space, femke: Person, noor: Person, make_space: MakeSpace
) -> None:
    with pytest.raises(NotFound):
        store(noor, closed_space, "a.png", picture())
    with pytest.raises(Refused):
        store(noor, make_space(femke, access=Access.BY_REQUEST), "a.png", picture())


def test_an_importer_names_who_made_the_original_and_when(
    space: Space, femke: Person, ruben: Person
) -> None:
    moment = clock.now().replace(year=2019)
    stored = store(femke, space, "old.png", picture(), author=ruben, at=moment)
    assert stored.author_id == ruben.id and stored.at == moment
