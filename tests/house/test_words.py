"""Every setting, fact, task and command is explained in a sentence."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import fields

import click

import config
from essp.cli import GROUPS, essp
from essp.core import jobs
from essp.core.events import Fact
from tests.house.code import modules, named, told


def everything_is_loaded() -> None:
    """Import all modules, so that whatever declares itself has done so."""
    for path in modules():
        name = named(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        if name.startswith("essp"):
            importlib.import_module(name)


def facts(kind: type[Fact] = Fact) -> Iterator[type[Fact]]:
    """Every kind of fact of the application."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("essp."):
            yield each
            yield from facts(each)


def commands(group: click.Group, way: str = "essp") -> Iterator[tuple[str, click.Command]]:
    """Every command and group with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None, f"{way} {name}"
        yield f"{way} {name}", found
        if isinstance(found, click.Group):
            yield from commands(found, f"{way} {name}")


def is_sentence(text: str | None) -> bool:
    """Whether it begins with a capital, has a few words and an end."""
    words = (text or "").split()
    return len(words) >= 3 and words[0][0].isupper() and "." in text if text else False


def test_every_setting_is_explained() -> None:
    faults = [
        config.variable_of(each.name)
        for each in fields(config.Settings)
        if not is_sentence(each.metadata.get("about"))
    ]
    told(faults, "a sentence about the setting in config.py.")


def test_every_fact_is_explained() -> None:
    everything_is_loaded()
    found = list(facts())
    assert found
    told(
        [
            each.__name__
            for each in found
            if not is_sentence(each.__doc__) or str(each.__doc__).startswith(f"{each.__name__}(")
        ],
        "a docstring that says what happened.",
    )


def test_every_task_is_explained() -> None:
    everything_is_loaded()
    assert jobs._tasks
    told(
        [name for name, task in jobs._tasks.items() if not is_sentence(task.run.__doc__)],
        "a docstring that says what the job does.",
    )


def test_every_command_and_each_of_its_options_is_explained() -> None:
    assert set(GROUPS) == set(essp.list_commands(click.Context(essp)))
    faults = []
    for way, command in commands(essp):
        if not is_sentence(command.help):
            faults.append(way)
        faults += [
            f"{way} {option.opts[0]}"
            for option in command.params
            if isinstance(option, click.Option) and not option.help
        ]
    told(faults, "a docstring on the command and help=... on the option.")
