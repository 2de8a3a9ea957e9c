"""Events, and the wording of an edition made of the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import clean_html, to_text
from gongkai.engine.publishing import actions as publishing
from gongkai.law.grounds import Mode
from gongkai.proactive.policy.queries import working_edition
from gongkai.proactive.policy.rules.items import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.policy.models import PolicyItem, Worked


def subject_of(row: Worked, title: str = "") -> Subject:
    return Subject(row.item.kind, row.item.key, title or working_edition(row).title)


def note(tag: str, row: Worked, by: Acting, **facts: Any) -> None:
    events.record(tag=f"policy:{tag}", by=by.actor(agency=row.item.agency), subject=subject_of(row), **facts)


def html_of(rows: Sequence[tuple[str, str]]) -> str:
    body = format_html_join("", "<h2>{}</h2><p>{}</p>", rows)
    return clean_html(format_html("{}", body))


def keep_wording(row: PolicyItem, edition: Edition, *, title: str, version: int, by: Acting) -> Edition:
    """Write what the public will read, made of the facts. Raises Stale when somebody saved in between."""
    html = html_of(wording(title, row.facts))
    return publishing.save_edition(
        edition=edition, version=version, by=by, title=title, html=html, text=to_text(html), mode=Mode.FULL_TEXT.value
    )
