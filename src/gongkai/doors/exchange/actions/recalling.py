"""Taking back what still lies waiting for a superior: what was withdrawn or given up must not be fetched afterwards."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from gongkai.doors.exchange.actions.adapters import every_adapter
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.models import Message
from gongkai.doors.exchange.rules import FILINGS, Direction, MessageKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = logging.getLogger(__name__)


def tellings(index_number: str) -> QuerySet[Message]:
    """Return every filing that says what a thing is; its withdrawals only say that it is gone."""
    told = Message.objects.filter(index_number=index_number, direction=Direction.OUT, kind__in=FILINGS)
    return told.exclude(kind=MessageKind.FILE_WITHDRAWAL).select_related("partner__agency").order_by("pk")


def take_back(message: Message) -> None:
    """Remove what waits to be fetched of one filing, also by a way that was used before another was chosen.

    Raises Unreachable when it may still lie there.
    """
    for adapter in every_adapter():
        adapter.take_back(message)


def try_to_take_back(messages: QuerySet[Message]) -> None:
    """The same at the first moment, for superiors switched off as well; what fails is done again with the withdrawal."""
    for message in messages:
        try:
            take_back(message)
        except Unreachable as error:
            log.warning("package not taken back", extra={"partner": message.partner.code, "error": str(error)})
