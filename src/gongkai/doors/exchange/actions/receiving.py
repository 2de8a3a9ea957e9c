"""Taking in what an office system sends: once a key, whatever the order, and nothing that bears a secrecy mark."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files import actions as files
from gongkai.base.files.rules import extract, to_text
from gongkai.base.organisations.queries import acting
from gongkai.doors.exchange.actions.applying import apply
from gongkai.doors.exchange.models import Message
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.rules import Direction, MessageKind, State
from gongkai.engine.publishing.rules import digest
from gongkai.engine.screening.rules import bears_secrecy_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.queries import Acting
    from gongkai.doors.exchange.models import Partner

MARKED = "内容带有国家秘密标志。涉密公文不得送入本平台，请立即停止传输并按保密规定处理。"


class KeyReused(Refused):
    """One key for two contents."""


class Secret(Refused):
    """What was sent bears a secrecy mark; `field` is where."""

    def __init__(self, field: str) -> None:
        super().__init__(MARKED)
        self.field = field


@dataclass(frozen=True)
class SentFile:
    """One file of a message as it came."""

    name: str
    data: bytes
    as_text: bool = False

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def acting_for(partner: Partner, address: str = "") -> Acting:
    """Return the partner's own account at work. Raises Refused when there is none any more."""
    if partner.account is None or not partner.account.is_active:
        raise Refused(f"“{partner.name}”的账户已停用，请联系平台管理员。")
    return acting(partner.account, address=address)


def receive(
    *, partner: Partner, kind: MessageKind, key: str, external_id: str, payload: dict[str, Any],
    sent: Sequence[SentFile] = (), address: str = "",
) -> tuple[Message, bool]:  # fmt: skip
    """Take a message in and do what it asks; return it and whether it had come before.

    The row is written first, in the same transaction: of two calls at one moment the second waits and gets the first
    one's answer. Raises KeyReused, Secret, Refused, FileRefused; then nothing is kept and the key is free.
    """
    by = acting_for(partner, address)
    wanted = digest([kind, external_id, payload, [[one.name, one.as_text, one.sha256] for one in sent]])
    if (earlier := _earlier(partner, key, wanted)) is not None:
        return earlier, True
    _check_no_secret(payload, sent)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                partner=partner, direction=Direction.IN, kind=kind, key=key, external_id=external_id, payload=payload,
                digest=wanted, state=State.PARKED, receipt=new_receipt(), label=_title(payload, sent),
            )  # fmt: skip
            for one in sent:
                stored = files.store(data=one.data, filename=one.name, by=partner.name)
                message.files.create(file=stored, name=one.name, as_text=one.as_text)
            apply(message, by)
            _note("exchange:call:accept", message, by)
    except IntegrityError:
        if (earlier := _earlier(partner, key, wanted)) is None:
            raise
        return earlier, True
    return message, False


def new_receipt() -> str:
    return f"{timezone.localtime():%Y%m%d%H%M%S}-{secrets.token_hex(4)}"


def _earlier(partner: Partner, key: str, wanted: str) -> Message | None:
    found = partner.messages.filter(direction=Direction.IN, key=key).first()
    if found is not None and found.digest != wanted:
        raise KeyReused("这个 Idempotency-Key 已用于内容不同的来件，请换一个新的编号再送；原来的来件不受影响。")
    return found


def note_repeat(message: Message, address: str) -> None:
    _note("exchange:call:repeat", message, acting_for(message.partner, address))


def _note(tag: str, message: Message, by: Acting) -> None:
    """Put the call on record, without title and content: those stand with the document, if there is one."""
    events.record(
        tag=tag, by=by.actor(agency=message.partner.agency), subject=Subject("exchange-message", message.receipt),
        new={
            "partner": message.partner.code, "kind": message.kind, "key": message.key, "state": message.state,
            "external_id": message.external_id, "index_number": message.index_number,
        },
    )  # fmt: skip


def _title(payload: dict[str, Any], sent: Sequence[SentFile]) -> str:
    return str((payload.get("document") or {}).get("title") or (sent[0].name if sent else ""))[:300]


def _check_no_secret(payload: dict[str, Any], sent: Sequence[SentFile]) -> None:
    """Refuse a paper with a secrecy mark before anything of it is stored (R008). Raises FileRefused for a bad file."""
    document = payload.get("document") or {}
    html = str(document.get("html") or "")
    if bears_secrecy_mark(f"{document.get('title', '')}\n{to_text(html) if html else ''}"):
        raise Secret("document.html")
    for number, one in enumerate(sent):
        if bears_secrecy_mark(extract(one.data, one.name, files.limits()).text):
            raise Secret(f"document.files.{number}" if document else "file")
