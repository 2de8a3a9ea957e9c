"""What comes back over short messages and WeChat: a code that signs up, a word that says stop, an account followed no more."""

from __future__ import annotations

import logging

from gongkai.doors.subscriptions.actions.by_wechat import bind
from gongkai.doors.subscriptions.actions.subscribing import print_of, read_number, stop
from gongkai.doors.subscriptions.models import Subscriber
from gongkai.doors.subscriptions.permissions import Refused
from gongkai.doors.subscriptions.rules.adapters import Inbound, code_in, listening, stops

logger = logging.getLogger(__name__)


def listen() -> int:
    """Ask every adapter what came back; return how much changed. One that cannot be reached is asked again later."""
    changed = 0
    for channel, adapter in listening().items():
        try:
            several = list(adapter.received())  # type: ignore[attr-defined]  # `listening` looked for it
        except Exception:  # whatever a provider's program raises: the other channels go on
            logger.exception("收取%s回复失败", channel)
            continue
        changed += sum(take_inbound(channel=channel, inbound=one) for one in several)
    return changed


def take_inbound(*, channel: str, inbound: Inbound) -> bool:
    """Do what somebody said; say whether anything changed now. The same message again changes nothing."""
    code = code_in(inbound) if channel == "wechat" else None
    if code is not None:
        return bind(pk=code[0], code=code[1], openid=inbound.sender.strip())
    if not stops(inbound):
        return False
    try:
        sender = read_number(inbound.sender) if channel == "sms" else inbound.sender.strip()
    except Refused:
        return False  # a number of another kind: nobody can have subscribed with it
    found = Subscriber.objects.filter(channel=channel, address_print=print_of(sender, channel)).first()
    return found is not None and stop(subscriber=found)
