"""What was done stays told: the trail, its audit, and a receipt that is verified without the site."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from essp.core.text.anchors import Anchor
from essp.curation.doubts import doubt
from essp.curation.receipts import receipt_of
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify
from essp.people.models import Role
from essp.wiki.editing import create_page, edit_page
from essp.wiki.hiding import hide_version
from essp.wiki.queries import find_page

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "verify_receipt.py"


@pytest.fixture
def page(session, femke, ruben, noor, space):
    made = create_page(femke, space, title="Codes", text="The limit is 42 MW.").page
    verify(femke, made.uid, Looked(1, note="Called the dispatch centre."))
    edit_page(ruben, made, text="The limit is 45 MW.", based_on=1, summary="=cmd|calc")
    doubt(noor, made.uid, Pointed(Anchor("limit")), "wrong", "=HYPERLINK(1) is it?")
    verify(femke, made.uid, Looked(2))
    session.commit()
    return find_page(femke, made.uid)


def verified(tmp_path, content):
    """What the script says of a receipt, with nothing of this application in sight."""
    file = tmp_path / "receipt.zip"
    file.write_bytes(content)
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(file)],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={},
    )  # fmt: skip


def altered(content, change=None, files=None):
    """The same receipt with something altered in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(kept["receipt.json"])
    if change:
        change(told)
    kept["receipt.json"] = json.dumps(told).encode()
    kept |= files or {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in kept.items():
            if data is not None:
                archive.writestr(name, data)
    return out.getvalue()


def test_a_receipt_says_who_verified_what_and_that_nothing_was_altered(tmp_path, page):
    answer = verified(tmp_path, receipt_of(page))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Femke de Boer verified version 1: Called the dispatch centre." in answer.stdout
    assert "Femke de Boer verified version 2" in answer.stdout
    assert answer.stdout.endswith("All is as it was when it was kept.\n")


def change_text(told):
    told["revisions"][0]["text_sha256"] = "0" * 64


def change_author(told):
    told["revisions"][1]["author"] += 1


def drop_version(told):
    del told["revisions"][0]


def cut_history(told):
    del told["revisions"][-1]


def change_act(told):
    told["acts"][0]["why"] = "Read it twice."


def drop_act(told):
    del told["acts"][1]


def cut_acts(told):
    del told["acts"][-1]


def swap_acts(told):
    told["acts"][0], told["acts"][1] = told["acts"][1], told["acts"][0]


def change_name(told):
    told["people"] = dict.fromkeys(told["people"], "Somebody Else")


@pytest.mark.parametrize(
    ("change", "files", "named"),
    [
        (change_text, None, "version 1 was altered"),
        (change_author, None, "version 2 was altered"),
        (drop_version, None, "version 1 is missing"),
        (cut_history, None, "the history ends at version 1"),
        (change_act, None, "act 1 (verified"),
        (drop_act, None, "act 2 (verified"),
        (cut_acts, None, "3 acts were kept, 2 are here"),
        (swap_acts, None, "act 1 (doubted"),
        (change_name, None, "the receipt was altered after it was made"),
        (None, {"page.md": b"The limit is 99 MW."}, "page.md is not the text of version 2"),
        (None, {"versions/00001.md": None}, "versions/00001.md, the text of version 1, is missing"),
    ],
)
def test_what_was_tampered_with_is_named(tmp_path, page, change, files, named):
    answer = verified(tmp_path, altered(receipt_of(page), change, files))
    assert answer.returncode == 1
    assert f"TAMPERED: {named}" in answer.stdout


def test_a_hidden_version_keeps_its_place_in_the_chain_and_nothing_of_its_words(
    tmp_path, session, femke, page
):
    hide_version(femke, page, 1, note="Names a customer.")
    session.commit()
    content = receipt_of(find_page(femke, page.uid))
    answer = verified(tmp_path, content)
    assert answer.returncode == 0, answer.stdout
    assert "withheld by moderators, chained but not to be checked: 1" in answer.stdout
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "versions/00001.md" not in archive.namelist()


def test_what_is_no_receipt_is_said_to_be_none(tmp_path):
    assert verified(tmp_path, b"no zip at all").returncode == 2
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("receipt.json", '{"format": "another"}')
    assert verified(tmp_path, other.getvalue()).returncode == 2


def test_readers_take_the_receipt_and_its_script_along(browser_of, noor, page):
    browser = browser_of(noor)
    assert browser.get(f"/p/{page.uid}/receipt").data[:2] == b"PK"
    assert browser.get("/receipts/verifier").data == SCRIPT.read_bytes()
    shown = browser.get(f"/p/{page.uid}/trail").text
    assert "Called the dispatch centre." in shown
    assert "What owners did" in browser.get(f"/p/{page.uid}/history").text


def test_the_audit_of_a_space_is_for_who_looks_after_it(
    browser_of, make_person, femke, noor, page, closed_space
):
    at, manager = (
        "/s/congestion-management/-/trail",
        make_person("Mia Mens", role=Role.COMMUNITY_MANAGER.value),
    )
    assert browser_of(noor).get(at).status_code == 403
    assert browser_of(manager).get("/s/reorganisation/-/trail").status_code == 404
    assert "doubted a sentence" in browser_of(manager).get(at).text
    owner = browser_of(femke)
    assert "Called the dispatch centre." in owner.get(f"{at}?kind=verified&by={femke.id}").text
    assert "Nothing here." in owner.get(f"{at}?kind=declined").text
    assert "Nothing here." in owner.get(f"{at}?first=2090-01-01&last=nonsense").text


def test_no_cell_of_the_audit_begins_as_a_formula(browser_of, femke, page):
    table = browser_of(femke).get("/s/congestion-management/-/trail/table").text
    assert "'=HYPERLINK(1) is it?" in table
    assert ",=" not in table
