"""How the code is written: what the linters cannot say, each rule with what to write instead."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.code import calls, files, is_words, modules, named, templates, told, tree, walked

LONGEST = 300
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "manager"}
SPOKEN_BY = {"flash", "refuse", "propose", "Invalid", "Refused"}
WORKPLACE = re.compile(r"\b(TODO|FIXME|XXX)\b")


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    read = files(
        "essp/**/*.py", "*.py", "tests/**/*.py", "bench/**/*.py",
        "templates/**/*.*", "static/**/*.css", "static/**/*.js",
    )  # fmt: skip
    long = [
        f"{named(path)}: {count} lines"
        for path in read
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]
    told(long, f"divide it by noun into files of at most {LONGEST} lines.")


def test_a_module_is_named_for_what_it_does() -> None:
    vague = [
        named(path)
        for path in files("essp/**/*.py", "tests/**/*.py", "static/**/*.js")
        if path.stem in EMPTY_NAMES
    ]
    told(vague, "name the module after the work its functions do.")


def test_only_the_transaction_commits() -> None:
    faults = [
        f"{named(path)}:{call.lineno}"
        for path in modules()
        for call, name in calls(path)
        if name == "commit" and not named(path).startswith(MAY_COMMIT)
    ]
    told(faults, "wrap the verb at the edge in `with transaction():`.")


# The transaction itself, and the search engine's own files.
MAY_COMMIT = ("essp/core/db.py", "essp/search/backends/")


def test_only_the_settings_read_the_environment() -> None:
    faults = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for node in walked(path)
        if isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv", "environb"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and named(path) not in MAY_READ_THE_ENVIRONMENT
    ]
    told(faults, "add a setting to config.py with what it expects and a sentence about it.")


# Where git itself is found is not a setting of the site.
MAY_READ_THE_ENVIRONMENT = {"config.py", "essp/importers/git_repository.py"}


# Read in the same question with every revision: whoever forgot to ask for it would show what is hidden.
ALWAYS_ALONG = {"Mapped[HiddenRevision | None]"}


def test_a_relationship_is_never_loaded_by_surprise() -> None:
    along = {
        id(node.value)
        for path in modules()
        for node in walked(path)
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) in ALWAYS_ALONG
    }
    faults = [
        f"{named(path)}:{call.lineno}"
        for path in modules()
        for call, name in calls(path)
        if name == "relationship"
        and not any(
            word.arg == "lazy"
            and isinstance(word.value, ast.Constant)
            and word.value.value in ({"raise", "joined"} if id(call) in along else {"raise"})
            for word in call.keywords
        )
    ]
    told(faults, 'write relationship(lazy="raise") and let the query say what it loads.')


def test_what_a_person_reads_goes_through_the_catalogue() -> None:
    faults = [
        f"{named(path)}:{call.lineno}: {name}"
        for path in modules()
        for call, name in calls(path)
        if name in SPOKEN_BY
        and (is_words(next(iter(call.args), None)) or any(is_words(w.value) for w in call.keywords))
    ]
    told(faults, '_("...") around the sentence, and its Dutch in the catalogue.')


def test_a_message_is_written_where_it_is_asked_for() -> None:
    faults = [
        f"{named(path)}:{call.lineno}"
        for path in modules()
        for call, name in calls(path)
        if name in {"_", "lazy", "ngettext"}
        and named(path) != "essp/core/i18n.py"
        and not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    told(faults, "a literal sentence inside _(); values go in as %(name)s.")


def test_every_module_and_everything_public_says_what_it_is_for() -> None:
    faults = []
    for path in modules():
        module = tree(path)
        if path.stat().st_size and not ast.get_docstring(module):
            faults.append(f"{named(path)}: the module")
        for node in module.body:
            faults += [f"{named(path)}:{each.lineno}: {each.name}" for each in _silent(node)]
    told(
        faults,
        "one sentence in the words of the field; units, shapes and errors where they matter.",
    )


Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _silent(node: ast.AST) -> list[Defined]:
    if not isinstance(node, Defined) or node.name.startswith("_"):
        return []
    below = node.body if isinstance(node, ast.ClassDef) else []
    own = [] if ast.get_docstring(node) or _is_overload(node) else [node]
    return own + [each for inner in below for each in _silent(inner)]


def _is_overload(node: Defined) -> bool:
    return any("overload" in ast.unparse(each) for each in node.decorator_list)


@pytest.mark.parametrize("kind", ["modules", "templates"])
def test_nothing_is_left_for_later(kind: str) -> None:
    read = modules() if kind == "modules" else templates()
    faults = [
        f"{named(path)}:{number}"
        for path in read
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if WORKPLACE.search(line)
    ]
    told(faults, "do it, or leave it out.")
