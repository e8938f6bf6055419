"""Search in the browser: results with their facets, the quick switcher, and searches that are kept."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState

from essp.search import live

blueprint = Blueprint("search", __name__)


@blueprint.record
def _tell_where_the_index_lives(_state: BlueprintSetupState) -> None:
    live.use_folder_of(lambda: current_app.config["SETTINGS"].data / "index")


from essp.search.web import results, saved  # noqa: E402, F401 - they put their views on it
