"""The `essp` command: everything an operator does from a terminal."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from typing import Any

import click

import config
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.schema import NewerDatabase

GROUPS = {
    "person": "essp.people.cli:person",
    "token": "essp.people.cli:token",
    "search": "essp.search.cli:search",
    "experts": "essp.expertise.cli:experts",
    "files": "essp.attachments.cli:files",
    "import": "essp.importers.cli:import_",
    "export": "essp.wiki.cli:export",
    "verify": "essp.wiki.cli:verify",
    "attribution": "essp.wiki.cli:attribution",
    "links": "essp.wiki.link_cli:links",
    "stats": "essp.stats.cli:stats",
    "comments": "essp.discussions.cli:comments",
    "mail": "essp.notifications.cli:mail",
    "demo": "essp.demo.cli:demo",
    "practice": "essp.starting.cli:practice",
    "serve": "essp.serving:serve",
    "worker": "essp.serving:worker",
    "check-config": "essp.cli:check_config",
}
# Commands of a group that stand in a part above it.
FURTHER = {
    "person": ("essp.personal.cli:leave", "essp.personal.cli:anonymise"),
    "import": ("essp.stats.demand_cli:import_demand",),
}


class Commands(click.Group):
    """Loads each command when it is asked for, so that `--help` of one needs none of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order an operator meets them."""
        return list(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        target = GROUPS.get(cmd_name)
        if target is None:
            return None
        found = _load(target)
        for further in FURTHER.get(cmd_name, ()):
            if isinstance(found, click.Group):
                found.add_command(_load(further))
        return found


def _load(target: str) -> click.Command:
    module, _, name = target.partition(":")
    found: click.Command = getattr(__import__(module, fromlist=[name]), name)
    return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="essp")
def essp() -> None:
    """Run and look after an ESSP site. The settings are environment variables: see check-config."""


@click.command("check-config")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def check_config(as_json: bool) -> None:
    """Show every setting with its value and meaning; say what cannot be used."""
    settings = config.load()
    rows = [
        {
            "variable": config.variable_of(each.name),
            "value": _shown(each.name, getattr(settings, each.name)),
            "about": each.metadata["about"],
        }
        for each in fields(settings)
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['variable']:<24} {row['value']:<34} {row['about']}")


def _shown(name: str, value: Any) -> str:
    if name in {"secret_key", "mail_server", "mailbox", "database"} and value:
        return "(set)"
    return str(value)


def main() -> None:
    """Run a command; a fault of use or of settings is one sentence, not a trace."""
    try:
        essp(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        sys.exit("Stopped.")
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (config.ConfigurationError, NewerDatabase, Invalid, Refused) as fault:
        sys.exit(f"essp: {fault}")
    except NotFound:
        sys.exit("essp: nothing has that name or id. Check what you typed.")


if __name__ == "__main__":
    main()
