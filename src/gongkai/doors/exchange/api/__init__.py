"""What partners call: signed messages from office systems, receipts from superiors. See docs/exchange.md."""

from gongkai.doors.exchange.api.messages import router as messages
from gongkai.doors.exchange.api.receipts import router as receipts

ROUTERS = (("exchange", messages), ("filing", receipts))

__all__ = ["ROUTERS"]
