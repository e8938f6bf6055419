"""Who may import whom. The contracts stand in pyproject.toml; what they cannot say stands here."""

from __future__ import annotations

import re
from functools import cache

import grimp
import pytest
from importlinter.cli import lint_imports

from tests.house.code import ROOT, told

WEB_FRAMEWORK = {"flask", "werkzeug", "wtforms"}
MAY_KNOW_THE_WEB = re.compile(
    r"""essp\.(
        app | joining | serving | home(\..+)? | api(\..+)?
      | \w+\.(web|api)(\..+)?               # the edges
      | \w+\.cli                            # reads the application's settings
      | core\.(attending|commands|db|delivering|errors|gate|heralding|incoming|mail|reader|realtime|rest|schema|shelf|slots|web)
      | people\.current                     # who is asking
      | search\.wording                     # results as the screens show them
      | spaces\.beside                      # fills slots on the screens of others
    )""",
    re.VERBOSE,
)
EDGE = re.compile(r"essp\.(?!core\.)(\w+)\.(web|api|cli|beside)(\.|$)|essp\.(home|api)(\.|$)")
# Home, above every domain, shows the list of changes that the wiki shows; the desk decides by its form.
SHARED_BY_EDGES = {
    "essp.wiki.web.changes",
    "essp.wiki.web.proposals",
    "essp.wiki.web.proposals_deciding",
    "essp.wiki.web.showing",
}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("essp", include_external_packages=True, cache_dir=None)


def own_modules() -> list[str]:
    return sorted(name for name in graph().modules if name.split(".")[0] == "essp")


def imported_by(module: str) -> set[str]:
    return set(graph().find_modules_directly_imported_by(module))


def test_the_contracts_of_the_layers_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_only_edges_know_the_web_framework() -> None:
    faults = [
        f"{module} imports {name}"
        for module in own_modules()
        for name in imported_by(module)
        if (name in WEB_FRAMEWORK or name.startswith("flask_"))
        and not MAY_KNOW_THE_WEB.fullmatch(module)
    ]
    told(faults, "take what is needed as an argument and let the edge read the request.")


def test_only_the_application_imports_edges() -> None:
    faults = []
    for module in own_modules():
        for name in imported_by(module) - SHARED_BY_EDGES:
            edge = EDGE.match(name)
            if edge is None or module in {"essp.app", "essp.joining", "essp.cli"}:
                continue
            package = name.split(".")[1]
            if module.split(".")[1] != package:
                faults.append(f"{module} imports {name}")
    told(faults, "call the verb or the query; what meets on the screen meets in a slot.")


def test_verbs_do_not_know_the_edges_of_their_own_domain() -> None:
    faults = [
        f"{module} imports {name}"
        for module in own_modules()
        for name in imported_by(module)
        if (edge := EDGE.match(name))
        and edge[1]
        and module.startswith(f"essp.{edge[1]}.")
        and not EDGE.match(module)
    ]
    told(faults, "turn it round: the edge calls the verb.")
