"""How a superior platform is reached. One interface, one class a way; a third way is a third class, registered here.

What stays the same whatever the way: the queue, the order of messages about one thing, repetition under one key, receipts that
count once, tasks for officers, comparison by night. An adapter makes one try, looks for receipts, and reads the superior's list.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from gongkai.doors.exchange.actions import client
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.rules import CALLS, Verdict
from gongkai.doors.exchange.rules.answers import judge

if TYPE_CHECKING:
    from gongkai.doors.exchange.models import Message, Partner

FILING_PATH = "/filings"


class Adapter(Protocol):
    """One way of filing with a superior."""

    def check(self, partner: Partner) -> None:
        """Raise Refused with what has to be filled in or mounted before anything can be filed this way."""

    def deliver(self, message: Message) -> tuple[int | None, Verdict]:
        """Make one try under the message's key and say what came of it; `PENDING` when the receipt comes later.

        Raises Unreachable when it is not known whether the superior got it: the same try is repeated, and must have its
        effect once. Raises Refused when it cannot be tried at all. The first value is an HTTP status, where there is one.
        """

    def take_back(self, message: Message) -> None:
        """Remove what waits to be fetched of this filing; nothing, where nothing waits. Twice does no harm.

        Raises Unreachable when it may still lie there.
        """

    def collect(self, partner: Partner) -> int:
        """Fetch the receipts that came meanwhile and settle each; return how many counted. Twice does no harm."""

    def page(self, partner: Partner, cursor: str, limit: int) -> tuple[Any, str]:
        """Return the entries of the superior's list behind `cursor` and the next cursor ("" at the end).

        Raises Unreachable.
        """


class Calls:
    """Our own protocol: signed calls over HTTPS (docs/exchange.md)."""

    def check(self, partner: Partner) -> None:
        if not partner.base_url:
            raise Refused("请填写上级平台的接口地址，报送和比对都要用到。")

    def deliver(self, message: Message) -> tuple[int | None, Verdict]:
        body = json.dumps(message.payload, ensure_ascii=False, sort_keys=True).encode()
        headers = {"Idempotency-Key": message.key}
        answer = client.call(message.partner, "POST", FILING_PATH, body=body, headers=headers)
        return answer.status, judge(answer.status, answer.body)

    def take_back(self, message: Message) -> None:
        del message  # a call was heard or it was not; nothing lies in between

    def collect(self, partner: Partner) -> int:
        del partner  # it calls us
        return 0

    def page(self, partner: Partner, cursor: str, limit: int) -> tuple[Any, str]:
        asked = urlencode({"limit": limit} | ({"cursor": cursor} if cursor else {}))
        answer = client.call(partner, "GET", f"{FILING_PATH}?{asked}", patience=4)
        if answer.status != 200:
            raise Unreachable(f"读取上级目录时对方答复 {answer.status}。")
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise Unreachable("上级目录无法理解：应为 {items: […], next: …}。")
        return said.get("items"), said.get("next") or ""


_adapters: dict[str, Callable[[], Adapter]] = {CALLS: Calls}


def register_adapter(key: str, made: Callable[[], Adapter]) -> None:
    _adapters[key] = made


def every_adapter() -> list[Adapter]:
    return [made() for made in _adapters.values()]


def adapter_of(partner: Partner) -> Adapter:
    """Return the way this partner is reached. Raises Refused for one that this installation does not know."""
    if partner.adapter not in _adapters:
        raise Refused(f"“{partner.name}”的对接方式“{partner.adapter}”在本平台没有安装。")
    return _adapters[partner.adapter]()
