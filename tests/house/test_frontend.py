"""The rules of the front end: pinned packages, nothing inline, small pages, described components."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from essp.core.assets import Assets, FrontEndMissingError

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
DIST = ROOT / "static" / "dist"
READING_BUDGET = 60 * 1024
WRITING_BUDGET = 160 * 1024
# Names that only say what a thing is: a frame for others, or the resting state of a component.
PLAIN_CLASSES = {"status--open", "callout--note", "blame", "side", "wikilink", "doc__top", "num"}

INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.I)
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)")

# `import { x } from "./parts/y.js"` and `import "./y.js"`, as they are built; not import("./z.js").
PART = re.compile(r'(?:\bfrom|\bimport)\s*"(\.{1,2}/[^"]+)"')

needs_build = pytest.mark.skipif(
    not (DIST / "manifest.json").exists(), reason="the front end is not built: make setup"
)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_lock_file_names_packages_and_hashes_but_no_addresses() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_every_package_is_pinned_to_one_version() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    wanted = {**package.get("dependencies", {}), **package.get("devDependencies", {})}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"[\d.]+", version)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_template_has_no_inline_style_script_or_handler(template: Path) -> None:
    found = INLINE.findall(template.read_text())
    assert found == [], "the content policy forbids it; use a class"


@pytest.mark.parametrize("component", COMPONENTS, ids=name_of)
def test_a_component_is_one_described_macro_and_stands_on_the_page_of_patterns(
    component: Path,
) -> None:
    source = component.read_text()
    assert source.startswith("{#-"), "say what it is and what its parameters hold"
    assert len(MACRO.findall(source)) == 1
    users = [path for path in TEMPLATES if path != component]
    assert any(f'"components/{component.name}"' in path.read_text() for path in users), (
        "show it in patterns.html"
    )


def test_every_stylesheet_is_part_of_the_bundle() -> None:
    bundle = (ROOT / "static" / "css" / "app.css").read_text()
    inside = {path.name for path in STYLES} - {"app.css"}
    assert [name for name in sorted(inside) if f"/{name}" not in bundle] == []


@pytest.mark.parametrize("sheet", STYLES, ids=name_of)
def test_colours_are_named_in_the_tokens(sheet: Path) -> None:
    if sheet.name in {"tokens.css", "person.css", "code.css"}:
        return
    assert re.findall(r"(?<!light-dark\()#[0-9A-Fa-f]{3,8}\b", sheet.read_text()) == []


@needs_build
def test_a_page_that_is_read_sends_at_most_60_kilobytes_of_style_and_script() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    sent = [gzip.compress((DIST / manifest[name]).read_bytes()) for name in ("app.css", "app.js")]
    assert sum(map(len, sent)) <= READING_BUDGET


def with_parts(*scripts: Path) -> set[Path]:
    """Some scripts with all that a browser fetches before it runs them."""
    found, waiting = set(), list(scripts)
    while waiting:
        path = waiting.pop().resolve()
        if path not in found:
            found.add(path)
            waiting += [path.parent / part for part in PART.findall(path.read_text())]
    return found


@needs_build
def test_writing_a_page_sends_at_most_160_kilobytes_of_script_and_reading_none_of_it() -> None:
    manifest = json.loads((DIST / "manifest.json").read_text())
    sent = with_parts(DIST / manifest["editor.js"], DIST / manifest["visual.js"])
    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) <= WRITING_BUDGET
    assert b"ProseMirror" not in (DIST / manifest["app.js"]).read_bytes()


@needs_build
def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = Assets(DIST, "/static/dist").drawn
    for template in TEMPLATES:
        named = set(re.findall(r"""\bicon\(\s*["']([a-z0-9-]+)["']""", template.read_text()))
        assert named <= drawn, f"{name_of(template)}: {named - drawn}: run `npm run build`"


@needs_build
def test_the_page_of_patterns_draws_only_icons_that_exist_and_names_things_once(
    browser_of, femke
) -> None:
    page = browser_of(femke).get("/patterns").text
    assert set(re.findall(r"#i-([a-z0-9-]+)", page)) <= Assets(DIST, "/static/dist").drawn
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert not INLINE.search(page)


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a_class_that_a_template_uses_is_styled(template: Path) -> None:
    styled = set(re.findall(r"\.([A-Za-z][\w-]*)", "".join(path.read_text() for path in STYLES)))
    source = re.sub(r"{#.*?#}", "", template.read_text(), flags=re.S)
    source = re.sub(r"{%.*?%}", " ", source, flags=re.S)
    source = re.sub(r"{{.*?}}", "\0", source, flags=re.S)
    used = {name for value in re.findall(r'\bclass="([^"]*)"', source) for name in value.split()}
    unknown = {name for name in used if "\0" not in name} - styled - PLAIN_CLASSES
    assert unknown == set(), "use a class of static/css, or write the component"


def test_a_missing_build_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FrontEndMissingError, match="make setup"):
        Assets(tmp_path, "/static/dist").url("app.css")


def test_an_address_carries_the_hash_of_its_build(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"app.css": "app-1a2b3c.css"}')
    assets = Assets(tmp_path, "/static/dist/")
    assert assets.url("app.css") == "/static/dist/app-1a2b3c.css"
    with pytest.raises(FrontEndMissingError, match="no file named"):
        assets.url("other.css")


def test_an_icon_without_a_label_is_hidden_from_screen_readers(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"icons.svg": "icons-1.svg"}')
    assets = Assets(tmp_path, "/s")
    assert assets.icon("lock", "i--16") == (
        '<svg class="i i--16" aria-hidden="true"><use href="/s/icons-1.svg#i-lock"/></svg>'
    )
    assert 'aria-label="&lt;b&gt;"' in assets.icon("lock", label="<b>")
