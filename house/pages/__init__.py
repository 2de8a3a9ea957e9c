"""`python -m house.pages [--check]`: the pages under docs/ that are written from the code."""

from __future__ import annotations

from collections.abc import Sequence

from house.generated import Page, mark

COMMAND = "just docs"


def page(path: str, title: str, *parts: str) -> Page:
    """Return a page with its mark, its title and its parts, one blank line between them."""
    return Page(path, "\n\n".join(part.strip("\n") for part in (mark(COMMAND), f"# {title}", *parts)) + "\n")


def all_pages() -> Sequence[Page]:
    """Return every generated page. Starts Django."""
    from house.platform import start

    start()
    from house.pages import (
        applications,
        clocks,
        commands,
        documents,
        events,
        explaining,
        packages,
        publishing,
        reactions,
        roles,
        screens,
        settings,
    )

    processes = (documents, applications, explaining, publishing)
    modules = (*processes, roles, settings, clocks, events, reactions, commands, packages, screens)
    return [module.make() for module in modules]
