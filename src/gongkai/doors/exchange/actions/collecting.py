"""Looking for receipts with every superior that leaves them somewhere; one that fails stops no other."""

from __future__ import annotations

import logging

from gongkai.doors.exchange.actions.adapters import adapter_of
from gongkai.doors.exchange.models import Partner
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.rules import PartnerKind

log = logging.getLogger(__name__)


def collect_all() -> int:
    """Settle what came meanwhile; return how many receipts counted."""
    counted = 0
    for partner in Partner.objects.filter(kind=PartnerKind.SUPERIOR, active=True).select_related("agency"):
        try:
            counted += adapter_of(partner).collect(partner)
        except (Refused, OSError) as error:
            log.warning("receipts not collected", extra={"partner": partner.code, "error": str(error)})
    return counted
