"""Looking again at one thing that was reported repaired: the look decides, not the word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.oversight.sitewatch.actions.inspecting import inspect
from gongkai.oversight.sitewatch.actions.patrol import Asks, look_again
from gongkai.oversight.sitewatch.models import Finding
from gongkai.oversight.sitewatch.rules import Kind, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


def recheck(*, finding: Finding, by: Acting, asks: Asks | None = None) -> Finding:
    """Look again and return the task as it stands then: closed when it is right, back with its owner when it is not.

    A link to another host that cannot be asked (switched off, no way out) stays as it is until it can.
    """
    if finding.kind == Kind.LINK and finding.link is not None:
        look_again(link=finding.link, by=by, asks=asks)
    elif finding.kind != Kind.REPORTED:
        inspect(site=finding.site, by=by, today=timezone.localdate())
    finding.refresh_from_db()
    return finding


def recheck_reported(*, pk: int, by: Acting) -> None:
    """Look again at a task unless somebody already did."""
    finding = Finding.objects.select_related("site__agency", "agency", "link__site__agency").filter(pk=pk).first()
    if finding is not None and finding.state == State.REPAIRED:
        recheck(finding=finding, by=by)
