"""What the page of a delivery shows of its way to the public: the proposals, where each is, what may be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.proactive.documents.rules import OWNERS, Status
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.desk.forms import KeepForm, WidenForm
from gongkai.proactive.targeted.rules import Outcome, State, was_given_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.proactive.targeted.models import Delivery, Widening

PILLS: dict[str, str] = {"": "info", Outcome.PUBLIC: "ok", Outcome.KEPT: "pause"}
DRAFTS = (Status.DRAFT, Status.RETURNED)


def _row(one: Widening) -> dict[str, Any]:
    status = Status(one.document.status)
    return {
        "widening": one,
        "label": one.get_outcome_display() or f"{one.document.get_status_display()}，由{OWNERS[status]}办理",
        "kind": PILLS[one.outcome],
    }


def widening_of(delivery: Delivery, *, manage: bool, typed: Mapping[str, Any]) -> dict[str, Any]:
    rows = queries.widenings_of(delivery)
    standing = next((one for one in rows if one.closed_at is None), None)
    return {
        "public_url": queries.public_path(delivery),
        "widenings": [_row(one) for one in rows],
        "widen_form": _widen_form(delivery, typed.get("widen")) if manage and standing is None else None,
        "widen_open": "widen" in typed,
        "keep_form": _keep_form(standing, typed.get("keep")) if manage and standing else None,
    }


def _widen_form(delivery: Delivery, typed: Any) -> WidenForm | None:
    """Return the form of a proposal; None for what is not delivered, or whose document is not served to all yet."""
    document = delivery.document
    allowed = delivery.state == State.DELIVERED if document is None else document.status == Status.SERVED
    if not allowed:
        return None
    if typed is None:
        return WidenForm(delivery=delivery)
    first = {"reason": typed.get("reason", ""), "drafter": typed.get("drafter", ""), "seen": delivery.state}
    return WidenForm(delivery=delivery, initial=first)


def _keep_form(standing: Widening, typed: Any) -> KeepForm | None:
    """Return the form that gives the proposal up; while somebody reviews, the draft must be returned first."""
    status = standing.document.status
    if status not in DRAFTS and not was_given_up(status):
        return None
    return KeepForm(initial={"reason": typed.get("reason", "")} if typed else None)
