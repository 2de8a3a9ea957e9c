"""docs/reference/commands.md: the commands of `gongkai` with their help and options."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from gongkai.project.law_cli import HELP, USAGE
from house.generated import Page, table
from house.pages import page

HIDDEN = frozenset({"flush"})  # Django's own under its own name, made to agree with the append-only tables


def _commands() -> Iterator[tuple[str, BaseCommand]]:
    for name, app in sorted(get_commands().items()):
        if app.startswith("gongkai") and name not in HIDDEN:
            yield name, load_command_class(app, name)


def _parser(name: str, command: BaseCommand) -> argparse.ArgumentParser:
    return command.create_parser("gongkai", name)


def _django_options() -> set[str]:
    parser = BaseCommand().create_parser("gongkai", "any")
    return {option for action in parser._actions for option in action.option_strings}


def _options(parser: argparse.ArgumentParser, common: set[str], verb: str = "") -> Iterator[list[str]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from _options(sub, common, f"{verb}{name} ")
        elif not common.intersection(action.option_strings) and not isinstance(action, argparse._HelpAction):
            yield [f"`{verb}{_spelling(action)}`", (action.help or "") % {"default": action.default}]


def _spelling(action: argparse.Action) -> str:
    named = action.option_strings[-1] if action.option_strings else ""
    value = "" if action.nargs == 0 else _value(action)
    return " ".join(part for part in (named, value) if part)


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    if action.metavar:
        return action.metavar
    return "|".join(map(str, action.choices)) if action.choices else action.dest.upper()


def _section(name: str, command: BaseCommand, common: set[str]) -> list[str]:
    parts = [f"### gongkai {name}", " ".join(command.help.split())]
    options = list(_options(_parser(name, command), common))
    return [*parts, table(["Argument", "Meaning"], options)] if options else parts


def make() -> Page:
    common = _django_options()
    sections = [part for name, command in _commands() for part in _section(name, command, common)]
    law = table(["Command", "Answers"], ([f"`gongkai law {USAGE[name]}`", HELP[name]] for name in USAGE))
    return page(
        "docs/reference/commands.md",
        "Commands",
        "`gongkai` is Django's `manage.py` under a name of its own, so `migrate`, `shell` and `check --deploy` work as well. "
        "`--json` prints one JSON document on standard output; messages go to standard error. Exit status: 0 done, 1 done "
        "with findings or nothing found, 2 wrong use, 3 failed and nothing changed.",
        "## Commands of the platform",
        *sections,
        "## The law in numbers",
        "These start without Django and without a database.",
        law,
    )
