"""The look-up of agency names and heads, for `screen_subject`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.base.organisations.queries import agency_model
from gongkai.engine.screening.rules import Finding, Subject, register_lookup
from gongkai.engine.screening.rules.registered import Registered, register_findings


def registered_names(text: str, subject: Subject) -> Iterator[Finding]:
    """Yield what the register says about the agencies named in the text. One query."""
    del subject
    fields = ("name", "short_name", "former_names", "head_name", "abolished_on")
    rows = agency_model().objects.values_list(*fields)
    yield from register_findings(
        text, [Registered(name, short, _names(former), head, ended) for name, short, former, head, ended in rows]
    )


def _names(former: list[Any]) -> tuple[str, ...]:
    return tuple(str(one["name"] if isinstance(one, dict) else one) for one in former)


register_lookup("register", registered_names)
