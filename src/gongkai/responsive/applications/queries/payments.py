"""What came in for a case and what of it goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.responsive.applications.rules.fees import FeeState

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, Fee


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
        late = [one for one in rows if (fee.due_on is not None and one.on > fee.due_on) or one.on < fee.notified_on]
        return sum(one.yuan - one.returned_yuan for one in late)
    return held
