"""What came in for a case and what of it goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.responsive.applications.rules.fees import FeeState

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, Fee, Payment


def counts(fee: Fee, one: Payment) -> bool:
    """Return whether this money was paid for this fee: since its notice and in time."""
    return one.on >= fee.notified_on and (fee.due_on is None or one.on <= fee.due_on)


def held(fee: Fee) -> int:
    """Return how many yuan count for this fee: those that came for it in time and were not given back."""
    return sum(one.yuan - one.returned_yuan for one in fee.application.payments.all() if counts(fee, one))


def to_return(application: Application) -> int:
    """Return how many yuan the agency holds that are not owed to it: too much, twice, too late, or no fee any more."""
    rows = list(application.payments.all())
    if not rows:
        return 0
    fee: Fee | None = getattr(application, "fee", None)
    held = sum(one.yuan - one.returned_yuan for one in rows)
    if fee is None:
        return held
    if fee.state == FeeState.PAID:
        return held - fee.yuan
    if fee.state == FeeState.NOTIFIED:
        return sum(one.yuan - one.returned_yuan for one in rows if not counts(fee, one))
    return held
