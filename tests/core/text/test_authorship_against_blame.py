"""The attribution of a real history beside ``git blame -w -M -C``, line by line.

The author of most words of a line is compared with the author that blame names for the line. They
answer different questions. Over the 64 of 65 pages whose replay ends in the present text (4,628
lines with words) both name the same author for 71.5 % of the lines (a tie counts), and

* 13.6 %: blame's author wrote some of the words, somebody else more of them: blame gives a whole
  line to whoever touched it last, were it one word or one address of a link;
* 10.8 %: all words of the line stood in this order in an earlier revision by the author named
  here; blame names who later wrapped, indented, moved or put back the line, or changed its marks;
* 2.7 %: several authors wrote the words and blame's author, who only joined lines or changed marks,
  none of them;
* 1.3 %: the line came to be later than its words: a word was taken out, a sentence turned round.

What a reader of the differences found is in docs/attribution.md.
The test holds the first on every page, and that nearly all differences are of these kinds.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from essp.core.text.authorship import Authorship, advance
from essp.core.text.tokens import word_list

CHECKOUT = Path(__file__).resolve().parents[3]
BUNDLE = (
    Path(os.environ.get("ESSP_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "gds-way.bundle"
)
PAGES = [
    "source/index.html.md.erb",
    "source/manuals/programming-languages/java.html.md.erb",
    "source/manuals/programming-languages/python/python.html.md.erb",
]
AGREEMENT = 0.6
EXPLAINED = 0.95


class Revision(NamedTuple):
    """One commit that touched a page."""

    commit: str
    author: str
    text: str


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not BUNDLE.exists():
        pytest.skip(f"the real history to compare with is absent: {BUNDLE.name}")
    folder = tmp_path_factory.mktemp("blame") / "history"
    subprocess.run(["git", "clone", "-q", "--bare", BUNDLE, folder], check=True)
    return folder


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    found = subprocess.run(command, check=True, capture_output=True)
    return found.stdout.decode(errors="replace")


def revisions(repository: Path, page: str) -> Iterator[Revision]:
    """The commits that touched a page, oldest first, with the names it had before."""
    log = git(
        repository,
        "log",
        "--follow",
        "--name-only",
        "--no-merges",
        "--format=%x01%H %ae",
        "--",
        page,
    )
    for entry in reversed(log.split("\x01")[1:]):
        head, *names = entry.split("\n")
        commit, author = head.split(" ", 1)
        name = next(filter(None, names))
        yield Revision(commit, author, git(repository, "show", f"{commit}:{name}"))


def blamed(repository: Path, page: str) -> list[str]:
    """The author of each line by blame."""
    output = git(repository, "blame", "-w", "-M", "-C", "--line-porcelain", "HEAD", "--", page)
    mails = [line for line in output.split("\n") if line.startswith("author-mail ")]
    return [mail.removeprefix("author-mail ").strip("<>") for mail in mails]


def contains(text: str, line: str) -> bool:
    """Whether all words of a line stand in a text in this order, whatever is between them."""
    return f" {' '.join(word_list(line))} " in f" {' '.join(word_list(text))} "


def outcome(history: list[Revision], words_of_line: list[str], line: str, blame: str) -> str:
    """How the authors of the words of one line stand to the author that blame names."""
    counts = Counter(words_of_line)
    main, most = counts.most_common(1)[0]
    if counts[blame] == most:
        return "agree"
    if counts[blame]:
        return "blame's author wrote fewer words"
    if len(counts) > 1:
        return "several authors"
    first = next(revision for revision in history if contains(revision.text, line))
    return "written earlier" if first.author == main else "unexplained"


@pytest.mark.parametrize("page", PAGES)
def test_lines_have_the_author_that_blame_names_or_one_who_wrote_the_words_before(
    repository: Path, page: str
) -> None:
    history = list(revisions(repository, page))
    state, text = Authorship.empty(), ""
    for number, revision in enumerate(history, 1):
        state, text = advance(state, text, revision.text, number, number), revision.text
    authors = iter([history[credit.revision - 1].author for credit in state.credits])
    outcomes: Counter[str] = Counter()
    for line, blame in zip(text.split("\n"), blamed(repository, page), strict=False):
        words_of_line = [next(authors) for _ in word_list(line)]
        if words_of_line:
            outcomes[outcome(history, words_of_line, line, blame)] += 1
    assert text == git(repository, "show", f"HEAD:{page}")
    assert outcomes["agree"] >= AGREEMENT * outcomes.total(), outcomes
    assert outcomes["unexplained"] <= (1 - EXPLAINED) * outcomes.total(), outcomes
