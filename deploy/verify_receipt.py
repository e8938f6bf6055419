#!/usr/bin/env python3
"""Verify the receipt of a page: a ZIP that a site hands out with a page's text, history and acts.

    python3 verify_receipt.py receipt.zip

It needs Python 3.8 or later and nothing else. It works out again, from what the receipt says, the chain
of hashes over all versions and over all acts of owners, and the hash of each text, and then says who
approved and verified what. Whoever forged all of a receipt could work out new hashes: compare the two
heads that are printed with those on the trail of the page, or with a line that was kept elsewhere.

It ends with 0 when all is well, 1 when something was tampered with, 2 when the file is no receipt.
"""

import hashlib
import json
import sys
import zipfile

FORMAT = "page-receipt-1"
VOUCHING = {
    "approved": "approved",
    "amended": "amended and approved",
    "partly approved": "approved in part",
    "verified": "verified",
    "seen": "saw, without verifying,",
}


def sha256(text):
    """SHA-256 of a text or of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def packed(covered, **options):
    """A list as the site packs it before hashing."""
    return json.dumps(covered, ensure_ascii=True, separators=(",", ":"), **options)


def revision_hash(uid, each, previous):
    """The hash over a version and the one before it."""
    names = ("number", "kind", "author", "at", "title", "summary", "minor", "based_on", "refers_to")
    return sha256(packed([uid, *(each[name] for name in names), each["text_sha256"], previous]))


def act_hash(uid, each, previous):
    """The hash over an act and the one before it."""
    names = ("number", "kind", "by", "at", "why", "about")
    return sha256(packed([uid, *(each[name] for name in names), previous], sort_keys=True))


def broken_versions(receipt):
    """What is wrong with the chain of versions."""
    uid, previous, expected = receipt["page"]["uid"], "", 1
    for each in receipt["revisions"]:
        number = each["number"]
        if number != expected:
            yield f"version {expected} is missing or out of place: version {number} stands there"
            return
        if not each["withheld"] and revision_hash(uid, each, previous) != each["hash"]:
            yield f"version {number} was altered, or what came before it: its hash does not match"
            return
        previous, expected = each["hash"], expected + 1
    if expected - 1 != receipt["page"]["revision"]:
        yield f"the history ends at version {expected - 1}, the page is at {receipt['page']['revision']}"


def broken_acts(receipt):
    """What is wrong with the chain of acts."""
    previous = ""
    for place, each in enumerate(receipt["acts"], start=1):
        if act_hash(receipt["page"]["uid"], each, previous) != each["hash"]:
            yield (
                f"act {place} ({each['kind']}, {each['at']}) was altered, or an act before it was "
                "altered, removed or put elsewhere: its hash does not match"
            )
            return
        previous = each["hash"]
    if len(receipt["acts"]) != receipt["page"]["acts"]:
        yield f"{receipt['page']['acts']} acts were kept, {len(receipt['acts'])} are here"


def broken_texts(receipt, files):
    """Which texts are not those that the versions were hashed with."""
    wanted = {each["number"]: each["text_sha256"] for each in receipt["revisions"]}
    for name, number in sorted(receipt["texts"].items()):
        if name not in files:
            yield f"{name}, the text of version {number}, is missing"
        elif sha256(files[name]) != wanted.get(number):
            yield f"{name} is not the text of version {number}: it was altered"


def broken_seal(receipt):
    """Whether anything that no chain covers, such as a name, was altered."""
    rest = {name: value for name, value in receipt.items() if name != "seal"}
    if sha256(packed(rest, sort_keys=True)) != receipt["seal"]:
        yield "the receipt was altered after it was made: names or dates may be wrong"


def problems(receipt, files):
    """Everything that is wrong, in the order in which it matters."""
    found = [*broken_versions(receipt), *broken_acts(receipt), *broken_texts(receipt, files)]
    return [*found, *broken_seal(receipt)]


def say(line):
    """Write a line for whoever runs this."""
    sys.stdout.write(f"{line}\n")


def head(rows):
    """The last hash of a chain."""
    return rows[-1]["hash"] if rows else "none"


def story(receipt):
    """Who vouched for what, in the order it happened."""
    page, names = receipt["page"], receipt["people"]
    yield f"{page['title']} ({page['uid']}), version {page['revision']}, made {receipt['made_at']}"
    for each in receipt["acts"]:
        if each["kind"] in VOUCHING:
            who = names.get(str(each["by"]), "somebody") if each["by"] else "nobody in person"
            why = f": {each['why']}" if each["why"] else ""
            yield f"  {each['at']} {who} {VOUCHING[each['kind']]} version {each['number']}{why}"
    withheld = [str(each["number"]) for each in receipt["revisions"] if each["withheld"]]
    if withheld:
        yield f"  withheld by moderators, chained but not to be checked: {', '.join(withheld)}"
    yield f"head of the versions: {head(receipt['revisions'])}"
    yield f"head of the acts:     {head(receipt['acts'])}"


def read(path):
    """The receipt and its files."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    receipt = json.loads(files["receipt.json"])
    if receipt["format"] != FORMAT:
        raise ValueError(f"this is a receipt of the form {receipt['format']}, not {FORMAT}")
    return receipt, files


def main(arguments):
    """Verify the receipt at a path."""
    if len(arguments) != 1:
        say(__doc__)
        return 2
    try:
        receipt, files = read(arguments[0])
        found, told = problems(receipt, files), list(story(receipt))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        say(f"This is no receipt that can be read: {type(error).__name__}: {error}")
        return 2
    for line in told:
        say(line)
    for line in found:
        say(f"TAMPERED: {line}")
    say("Not what the site handed out." if found else "All is as it was when it was kept.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
