"""A second real community for the finder of people: a wiki, and whom its groups let report for them.

`hyperledger-dokuwiki.tar.xz` in `ESSP_TEST_DATA` is a DokuWiki with all its old revisions. Each project and
working group in it owes a board a report every quarter, on a page of its own. Who began such a report
(worth 2) or changed it (worth 1) speaks for that group before the others, and that is the truth here:
somebody was sent, nobody counted. The reports themselves, with all their history, and lists of members are
left out of what is imported, so nothing of the answer stands in it. Who wrote in reports of
three groups or more looks after the reports, and is neither right nor wrong.

The rest becomes a git repository, one commit for each change, by the name under which people signed in.
"""

from __future__ import annotations

import gzip
import re
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

REPORTS = ("groups:tsc:project-updates:", "groups:tsc:wg-updates:")
LEFT_OUT = (*REPORTS, "playground:", "wiki:")
MEMBERS = re.compile(r"member|maintainer|roster")
REPORT = re.compile(r"(.+?)-20\d\d-[a-z]{3}$")
SECRETARY = 3  # groups in whose reports somebody wrote
BEGUN, CHANGED = 2, 1
HEADING = re.compile(r"^[ \t]*(={2,6})[ \t]*(.*?)[ \t]*={2,6}[ \t]*$", re.MULTILINE)
LINK = re.compile(r"\[\[\s*([^]|\n]+?)\s*\|\s*([^]\n]*?)\s*\]\]")
ITEM = re.compile(r"^( {2,})([*-])\s*", re.MULTILINE)

# What somebody who looks for one would type, and would say. The wiki's own addresses are abbreviations.
ASKED = {
    "burrow": ("Burrow", "Who works on the Ethereum virtual machine in Burrow?"),
    "caliper": ("Caliper benchmark", "Who can tell me how to benchmark a blockchain with Caliper?"),
    "cello": ("Cello", "Who knows how Cello provides blockchains as a service?"),
    "composer": ("Composer", "Who can help me to model a business network in Composer?"),
    "explorer": ("Blockchain Explorer", "Who can tell me about the explorer of blocks and transactions?"),
    "fabric": ("Fabric", "Who knows where the Fabric project is heading and what is in its next release?"),
    "indy": ("Indy", "Who can tell me about decentralized identity ledgers in Indy?"),
    "iroha": ("Iroha", "Who knows how Iroha is built and where it is going?"),
    "quilt": ("Quilt interledger", "Who knows about payments across ledgers, as in Quilt?"),
    "sawtooth": ("Sawtooth", "Who knows about Sawtooth and its transaction processors?"),
    "architecture-wg": (
        "architecture working group",
        "Who leads the talks about the architecture of permissioned blockchains?",
    ),
    "healthcare-wg": (
        "healthcare working group",
        "Who knows about blockchain in healthcare and patient records?",
    ),
    "identity-wg": (
        "identity working group",
        "Who knows what the identity working group writes in its paper?",
    ),
    "pswg": (
        "performance and scale working group",
        "Who can tell me how performance and scale are measured?",
    ),
    "public-sector-wg": (
        "public sector working group",
        "Who knows about blockchain for governments and the public sector?",
    ),
    "requirements-wg": ("requirements working group", "Who collects the requirements and use cases?"),
    "technical-wg-china": ("technical working group China", "Who brings together the contributors in China?"),
    "training-and-education-wg": (
        "training and education working group",
        "Who knows about courses and training material about blockchain?",
    ),
    "whitepaper-wg": ("whitepaper working group", "Who writes the whitepaper?"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One line of the history of a page: `kind` is C, E, e (minor), R (restored) or D."""

    at: int
    kind: str
    page: str
    author: str
    summary: str


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack the wiki into a folder, unless that was done; the folder with pages, attic and meta."""
    if not (folder / "data" / "meta").is_dir():
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
    return folder / "data"


def changes(data: Path) -> Iterator[Change]:
    """Every change of a page, in no order."""
    for path in sorted((data / "meta").rglob("*.changes")):
        if path.name.startswith("_"):
            continue
        for line in path.read_text("utf-8", errors="replace").splitlines():
            parts = line.split("\t")
            if len(parts) >= 6 and parts[0].isdigit():
                yield Change(int(parts[0]), parts[2], parts[3], parts[4].strip(), parts[5])


def declared(data: Path) -> Iterator[tuple[str, Mapping[str, int], list[str]]]:
    """Each group that reported, with who speaks for it and who is neither right nor wrong."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for change in changes(data):
        report = REPORT.match(change.page.rpartition(":")[2])
        if not change.page.startswith(REPORTS) or report is None or not change.author:
            continue
        worth = {"C": BEGUN, "E": CHANGED, "e": CHANGED}.get(change.kind, 0)
        people, name = found[report[1]], name_of(change.author)
        people[name] = max(people.get(name, 0), worth)
    everywhere = [name for people in found.values() for name in people]
    aside = sorted({name for name in everywhere if everywhere.count(name) >= SECRETARY})
    for group, people in sorted(found.items()):
        right = {name: worth for name, worth in people.items() if worth and name not in aside}
        if right and group in ASKED:
            yield group, right, aside


def name_of(author: str) -> str:
    """What is before the @ of the address of somebody who signed in under that name."""
    return re.sub(r"[^a-z0-9]+", "-", author.partition("@")[0].lower()).strip("-")


def as_repository(data: Path, made: Path) -> Path:
    """The wiki without the reports as a bare git repository, made anew."""
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", made], check=True)
    kept = [c for c in changes(data) if not _left_out(c.page)]
    stream = b"".join(_commits(data, sorted(kept, key=lambda each: each.at)))
    importing = ["git", "-C", str(made), "fast-import", "--quiet"]
    subprocess.run(importing, input=stream, check=True)
    return made


def _left_out(page: str) -> bool:
    return page.startswith(LEFT_OUT) or MEMBERS.search(page) is not None


def _commits(data: Path, ordered: list[Change]) -> Iterator[bytes]:
    alive: set[str] = set()
    for change in ordered:
        path = f"{change.page.replace(':', '/')}.md".encode()
        if change.kind == "D":
            if change.page not in alive:
                continue
            alive.discard(change.page)
            what = b"D " + _quoted(path) + b"\n"
        else:
            text = _text(data, change)
            if text is None:
                continue
            alive.add(change.page)
            what = b"M 100644 inline " + _quoted(path) + b"\n" + _data(text.encode())
        name = name_of(change.author) or "nobody"
        who = f"{name} <{name}@people.invalid> {change.at} +0000\n".encode()
        message = _data((change.summary or "Changed").encode())
        yield (
            b"commit refs/heads/main\nauthor " + who + b"committer " + who + message + what + b"\n"
        )


def _text(data: Path, change: Change) -> str | None:
    """The text after a change; None where the wiki has lost it."""
    parts = PurePosixPath(*change.page.split(":"))
    old = data / "attic" / parts.with_name(f"{parts.name}.{change.at}.txt.gz")
    if old.is_file():
        return as_markdown(gzip.decompress(old.read_bytes()).decode("utf-8", "replace"))
    now = data / "pages" / parts.with_name(f"{parts.name}.txt")
    if now.is_file() and int(now.stat().st_mtime) == change.at:
        return as_markdown(now.read_text("utf-8", errors="replace"))
    return None


def as_markdown(text: str) -> str:
    """The marks that make sections, lists and links of the wiki, as Markdown; the words as they are."""
    text = HEADING.sub(lambda found: f"{'#' * (7 - len(found[1]))} {found[2]}", text)
    text = LINK.sub(lambda found: f"[{found[2] or found[1]}]({found[1].replace(' ', '%20')})", text)
    return ITEM.sub(lambda found: f"{' ' * (len(found[1]) - 2)}- ", text)


def _quoted(path: bytes) -> bytes:
    return b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)
