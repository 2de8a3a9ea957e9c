"""Telling people, in the caller's transaction; mail follows from a job, each one at most once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify import queries
from gongkai.base.notify.models import Message
from gongkai.base.notify.rules import MAIL_JOB, RETURN_DAYS, Note, header_line, shortened, unique
from gongkai.base.organisations.queries import acting, agency_model, default_site, holders
from gongkai.base.organisations.rules import Permission

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person

__all__ = ["Note", "forget", "mark_read", "send_mail_of", "take_back_mail", "tell", "tell_all"]

BATCH = 500


def tell(
    *,
    people: Iterable[Person],
    title: str,
    key: str,
    body: str = "",
    url: str = "",
    kind: str = "",
    about: str = "",
    mail: bool = False,
) -> int:
    """Tell some people one thing and return to how many it was news. Telling again under the same key does nothing."""
    pks = unique(person.pk for person in people)
    return tell_all(notes=[Note(pks, title, key, body=body, url=url, kind=kind, about=about, mail=mail)])


@transaction.atomic
def tell_all(*, notes: Sequence[Note]) -> int:
    """Tell many things at once, in a number of queries that grows with batches of 500 only (and one job per mail)."""
    wanted = {(pk, note.key): note for note in notes for pk in unique(note.people)}
    known = _already_told({note.key for note in notes})
    new = [_message(pk, note) for (pk, key), note in wanted.items() if (pk, key) not in known]
    # Somebody may tell the same at this very moment: the constraint decides, and neither of us fails.
    Message.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    for key in dict.fromkeys(message.key for message in new if message.wants_mail):
        jobs.enqueue(kind=MAIL_JOB, payload={"key": key}, key=key)
    return len(new)


def mark_read(*, person: Person, pks: Iterable[int] | None = None) -> int:
    """Mark messages of this person as read, all of them when none are named. Other people's are left alone."""
    rows = queries.unread(person)
    if pks is not None:
        rows = rows.filter(pk__in=list(pks))
    return rows.update(read_at=timezone.now())


def forget(*, about: str) -> int:
    """Take back everything said about a thing that must not be known here any more (涉密); return how many messages."""
    if not about:
        raise ValueError("须指明撤回关于哪一对象的消息")
    return Message.objects.filter(about=about).delete()[0]


def send_mail_of(*, key: str) -> int:
    """Send the mails of one occasion that have not gone out, and return how many went.

    A mail is marked before it leaves and unmarked when the server refuses it: killed in between, it is lost rather than
    sent twice. Raises what the mail server answered, after having tried the other addresses.
    """
    sent, refused = 0, None
    for message in queries.unsent_mail(key):
        if not message.person.email or not message.person.is_active or not _take(message):
            continue
        try:
            _mail(message).send()
        except Exception as error:  # noqa: BLE001 - whatever a mail back end raises; the job queue tries again
            Message.objects.filter(pk=message.pk).update(mailed_at=None)
            refused = error
        else:
            sent += 1
    if refused is not None:
        raise refused
    return sent


@transaction.atomic
def take_back_mail(*, mark: str, reason: str) -> bool:
    """A reminder by mail came back: note it, tell its reader at the desk and who keeps the people of the agency.

    Returns whether it was one of ours, by the first half of its Message-ID; each mailbox is told of once.
    """
    since = timezone.now() - dt.timedelta(days=RETURN_DAYS)
    rows = Message.objects.filter(mailed_at__gte=since).values_list("pk", "person_id", "key")
    found = next((pk for pk, person, key in rows.iterator() if _mark(pk, person, key) == mark), None)
    if found is None:
        return False
    message = Message.objects.select_related("person").get(pk=found)
    message.returned_at, message.returned_why = timezone.now(), shortened(reason)
    message.save(update_fields=["returned_at", "returned_why"])
    person, key = message.person, f"mail-returned:{message.person_id}:{message.person.email}"
    said = f"退回原因：{message.returned_why or '没有写明'}。改正以前，提醒只在工作台显示。"
    tell(people=[person], title="发往您邮箱的提醒被退回，请联系人员管理员核对邮箱", body=said, key=key)
    agencies = agency_model().objects.filter(pk__in={one.agency_id for one in acting(person).grants})
    keepers = {one for agency in agencies for one in holders(Permission.ORGANISATIONS_PEOPLE, agency)} - {person}
    tell(people=keepers, title=f"{person.name}的邮箱退信，请核对", body=said, key=f"{key}:keeper")
    return True


def _already_told(keys: set[str]) -> set[tuple[int, str]]:
    listed = sorted(keys)
    found: set[tuple[int, str]] = set()
    for start in range(0, len(listed), BATCH):
        rows = Message.objects.filter(key__in=listed[start : start + BATCH])
        found.update(rows.order_by().values_list("person_id", "key"))
    return found


def _message(person: int, note: Note) -> Message:
    return Message(
        person_id=person,
        kind=note.kind,
        key=note.key,
        about=note.about,
        title=shortened(note.title),
        body=note.body,
        url=note.url,
        wants_mail=note.mail,
    )


def _mark(pk: int, person: int, key: str) -> str:
    """Return the first half of the Message-ID of a mail."""
    return hashlib.sha256(f"{pk}:{person}:{key}".encode()).hexdigest()[:32]


def _take(message: Message) -> bool:
    """Mark the mail as gone; only one worker finds it unmarked."""
    waiting = Message.objects.filter(pk=message.pk, mailed_at__isnull=True)
    return bool(waiting.update(mailed_at=timezone.now()))


def _mail(message: Message) -> EmailMessage:
    """Title and address only: what is not public yet must not travel by mail."""
    site = default_site()
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    address = f"{scheme}://{site.host}{message.url}" if site else message.url
    title = header_line(message.title)
    body = f"{title}\n\n请登录工作台办理：{address or '消息'}\n\n本邮件由系统自动发出，不含公文内容，请勿回复。\n"
    # The same mail always bears the same id, so that a mailbox drops a second copy should one ever get out.
    digest = _mark(message.pk, message.person_id, message.key)
    host = site.host if site else "gongkai.invalid"
    return EmailMessage(title, body, None, [message.person.email], headers={"Message-ID": f"<{digest}@{host}>"})
