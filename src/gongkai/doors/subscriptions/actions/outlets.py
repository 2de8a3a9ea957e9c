"""Ways out: one connection to the mail server a batch, or an adapter for messages. Each letter has one answer."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from gongkai.doors.subscriptions.rules.adapters import Message, adapter_for
from gongkai.doors.subscriptions.rules.letters import Mail, raw

# "held": nobody was asked, for a reason that has nothing to do with this letter.
# "filed": written down for a trial; it reached nobody.
Answer = Literal["sent", "refused", "later", "held", "filed"]
PERMANENT = 500


class Broken(Exception):
    """The connection is gone: of the letter in hand it is not known whether it was taken."""


@dataclass(frozen=True)
class Said:
    """`pause`: seconds that the other side asks us to wait."""

    answer: Answer
    sentence: str = ""
    pause: int = 0


class Post(Protocol):
    def hand_over(self, mail: Mail) -> Said: ...


class _Smtp:
    """Plain SMTP over the connection that Django opened: the message is written by us, so it costs little."""

    def __init__(self, wire: smtplib.SMTP) -> None:
        self.wire = wire
        self.sender = settings.DEFAULT_FROM_EMAIL
        self.date = _minute()

    def hand_over(self, mail: Mail) -> Said:
        try:
            self.wire.sendmail(self.sender, [mail.to], raw(mail, sender=self.sender, date=self.date))
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            return _refused(int(code), answer)
        except smtplib.SMTPServerDisconnected as error:
            raise Broken(str(error)) from error
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error) if error.smtp_code < PERMANENT else _ours(error)
        except OSError as error:
            raise Broken(str(error)) from error
        return Said("sent")


class _Django:
    """Any other mail back end of Django: a file, the memory of a test."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def hand_over(self, mail: Mail) -> Said:
        headers = {"Message-ID": f"<{mail.message_id}>", **mail.headers}
        message = EmailMessage(mail.subject, mail.text, None, [mail.to], headers=headers)
        self.connection.send_messages([message])
        return Said("sent")


def _refused(code: int, answer: object) -> Said:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return Said("refused" if code >= PERMANENT else "later", f"{code} {text}"[:300])


def _ours(error: smtplib.SMTPResponseException) -> Said:
    """The server refuses the message or us, not the address: nobody's bounce."""
    return Said("later", f"{error.smtp_code} {error.smtp_error!r}"[:300])


def _minute() -> dt.datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


@contextmanager
def mail_post() -> Iterator[Post]:
    """Open one connection. Raises OSError or smtplib.SMTPException when the server cannot be reached."""
    connection: Any = get_connection()
    connection.open()
    try:
        smtp = isinstance(connection, EmailBackend) and connection.connection is not None
        yield _Smtp(connection.connection) if smtp else _Django(connection)
    finally:
        connection.close()


def send_messages(channel: str, messages: Sequence[Message]) -> list[Said]:
    """Offer messages to the adapter of a channel; an adapter that answers too little has not taken the rest."""
    folder = Path(settings.DATA_DIR) / "push"
    outcomes = list(adapter_for(channel, folder).send(messages))
    words: dict[str, Answer] = {"accepted": "sent", "refused": "refused", "later": "later", "filed": "filed"}
    said = [Said(words[one.state], one.sentence[:300]) for one in outcomes[: len(messages)]]
    return said + [Said("later", "渠道没有答复")] * (len(messages) - len(said))
