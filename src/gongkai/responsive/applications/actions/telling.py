"""Telling those who count, in the transaction of the verb: nothing lags, nothing is counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.responsive.applications.queries.facts import fact_of
from gongkai.responsive.applications.rules.facts import FACT_LISTENERS

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application


def tell(application: Application) -> None:
    """Tell how a matter stands; what is not received yet is not counted anywhere."""
    if application.received_on is None:
        return
    fact = fact_of(application)
    for listen in FACT_LISTENERS:
        listen(fact)
