"""Filing by packages in a folder (政务公开报送包): dropped in `out/`, fetched by the superior, receipts come back in `in/`.

The folder is DATA_DIR/exchange/<code>: nobody at the desk chooses a path on the server. An SFTP or shared directory is mounted
there. A package appears under its name only when it is whole; a receipt that is still being written is left for the next look.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files import queries as files
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.adapters import register_adapter
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.actions.receipts import acknowledge
from gongkai.doors.exchange.models import Message
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.queries import public_edition, valid_secrets
from gongkai.doors.exchange.rules import FILINGS, PACKAGES, Direction, MessageKind, Outcome, Verdict, packages

if TYPE_CHECKING:
    from gongkai.doors.exchange.models import Partner

log = logging.getLogger(__name__)
OUT, IN, DONE, BAD = "out", "in", "in/done", "in/bad"
CATALOGUES = ("catalogue.json", "catalogue.xml")
MOST_AT_ONCE = 2_000
NOT_PUBLIC = "这一版刚刚撤下，不再报送。"
STILL_WRITTEN_SECONDS = 30.0
"""So long a receipt that cannot be read may still be on its way; then it is put aside as unreadable."""


def folder_of(partner: Partner) -> Path:
    return Path(settings.DATA_DIR) / "exchange" / partner.code


class Packages:
    def check(self, partner: Partner) -> None:
        for name in (OUT, DONE, BAD):
            try:
                (folder_of(partner) / name).mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Refused(
                    f"交换目录 exchange/{partner.code}/{name} 建不了：{error.strerror}。请检查挂载和权限。"
                ) from error

    def deliver(self, message: Message) -> tuple[int | None, Verdict]:
        """Drop the package; the receipt comes by `collect`. One that nobody fetched since the last time is a failure."""
        partner = message.partner
        self.check(partner)
        if partner.signs_answers and not valid_secrets(partner):
            raise Refused(f"“{partner.name}”还没有签发密钥，回执无法核对；请先签发，或者改为回执不带签名。")
        place = _place(message)
        data = package_of(message)
        try:
            waiting = place.is_file() and place.read_bytes() == data
            if not waiting:
                _note_digest(message, data)
                _put(place, data)
        except OSError as error:
            raise Unreachable(f"报送包写不进交换目录：{error.strerror}。") from error
        _check_public_still(message)
        if waiting and message.tries:
            return None, Verdict(Outcome.FAILED, reason="报送包放入交换目录后对方一直没有取走，请联系对方。")
        return None, Verdict(Outcome.PENDING)

    def take_back(self, message: Message) -> None:
        try:
            _place(message).unlink(missing_ok=True)
        except OSError as error:
            raise Unreachable(f"交换目录里的报送包取不回来：{error.strerror}。") from error

    def collect(self, partner: Partner) -> int:
        place = folder_of(partner) / IN
        if not place.is_dir():
            return 0
        counted = 0
        for path in sorted(filter(_is_receipt, place.iterdir()))[:MOST_AT_ONCE]:
            try:
                counted += _take(partner, path)
            except FileNotFoundError:
                log.info("receipt taken by another worker", extra={"partner": partner.code, "file": path.name})
        return counted

    def page(self, partner: Partner, cursor: str, limit: int) -> tuple[Any, str]:
        """Return the whole list at once: it is one file, and the comparison keeps it line by line."""
        del cursor, limit
        for name in CATALOGUES:
            place = folder_of(partner) / IN / name
            if not place.is_file():
                continue
            if place.stat().st_size > packages.MOST_CATALOGUE_BYTES:
                raise Unreachable(f"报备目录 in/{name} 过大，没有读取。")
            try:
                said = packages.record(place.read_bytes())
            except (OSError, packages.Unreadable) as error:
                raise Unreachable(f"报备目录 in/{name} 读不了：{error}。") from error
            items = said.get("items") if isinstance(said, dict) else said
            # An empty XML element reads as ""; anything else that is no list is nonsense, which the comparison tells.
            return [_plain(item) for item in items] if isinstance(items, list) else [] if items == "" else None, ""
        raise Unreachable("对方还没有把报备目录放进交换目录（in/catalogue.json 或 in/catalogue.xml）。")


register_adapter(PACKAGES, Packages)


def _plain(item: Any) -> Any:
    """XML knows no booleans."""
    return {**item, "withdrawn": str(item.get("withdrawn")).lower() == "true"} if isinstance(item, dict) else item


def _place(message: Message) -> Path:
    return folder_of(message.partner) / OUT / packages.package_name(message.key)


def _is_receipt(path: Path) -> bool:
    named = ".receipt." in path.name and not path.name.endswith(".tmp")
    return named and path.is_file() and not path.is_symlink()


def _check_public_still(message: Message) -> None:
    """Look once more after the package lies there: a withdrawal that came in between found nothing to take back."""
    if message.kind == MessageKind.FILE_WITHDRAWAL or public_edition(message.index_number, message.edition or 0):
        return
    Packages().take_back(message)
    raise Refused(NOT_PUBLIC)


def package_of(message: Message) -> bytes:
    """Return the package of a filing, from what was made public in that edition. Raises Refused once it is not any more."""
    html, attached = "", []
    if message.kind != MessageKind.FILE_WITHDRAWAL:
        edition = public_edition(message.index_number, message.edition or 0)
        if edition is None:
            raise Refused(NOT_PUBLIC)
        html = str(edition.snapshot["html"])
        rows = edition.files.select_related("file")
        attached = [packages.Attached(one.name, files.read_bytes(one.file)) for one in rows]
    return packages.packed(message.key, message.payload, html, attached, message.partner.package_format)


def _note_digest(message: Message, data: bytes) -> None:
    """Remember what leaves, before it does: a receipt must be about one of these, however late it comes."""
    sent = [*message.answer.get("sha256", []), hashlib.sha256(data).hexdigest()]
    Message.objects.filter(pk=message.pk).update(answer={"sha256": list(dict.fromkeys(sent))})


def _put(place: Path, data: bytes) -> None:
    """Write beside and rename: whoever looks sees no package or a whole one."""
    part = place.with_suffix(".tmp")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)


def _read(path: Path) -> bytes:
    """Return the content, of a file that is too large only so much that it is recognised as such."""
    with path.open("rb") as file:
        return file.read(packages.MOST_RECEIPT_BYTES + 1)


def _take(partner: Partner, path: Path) -> bool:
    """Settle one receipt and put its file away; return whether it counted. A crash in between repeats it, harmlessly."""
    try:
        data = _read(path)
    except OSError:
        log.warning("receipt not readable yet", extra={"partner": partner.code, "file": path.name})
        return False
    try:
        read = packages.receipt(data)
    except packages.Unreadable as error:
        if time.time() - path.stat().st_mtime > STILL_WRITTEN_SECONDS:
            _put_aside(partner, path, data, str(error))
        return False
    if partner.signs_answers and not any(packages.receipt_holds(one, read) for one in valid_secrets(partner)):
        _put_aside(partner, path, data, "回执的签名不符，未予采信；请与对方核对密钥指纹")
        return False
    if not _fits(partner, read):
        _put_aside(partner, path, data, "回执所指的报送包（key 或 sha256）与报送的不同，可能包已损坏，将重新报送")
        return False
    counted = acknowledge(partner=partner, key=read.key, verdict=read.verdict)[1]
    (folder_of(partner) / OUT / packages.package_name(read.key)).unlink(missing_ok=True)
    _put_away(path, data, folder_of(partner) / DONE)
    return counted


def _put_away(path: Path, data: bytes, folder: Path) -> Path | None:
    """Move what was read. None when the other side wrote it anew meanwhile: then that lies ready for the next look."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{time.time_ns()}-{path.name}"
    path.replace(target)
    if _read(target) == data:
        return target
    target.replace(path.with_name(target.name))
    return None


def _fits(partner: Partner, read: packages.Receipt) -> bool:
    """Say whether the superior read the package that we made. One that arrived broken is no ground for a receipt."""
    message = partner.messages.filter(direction=Direction.OUT, key=read.key, kind__in=FILINGS).first()
    return message is not None and read.sha256 in message.answer.get("sha256", [])


def _put_aside(partner: Partner, path: Path, data: bytes, why: str) -> None:
    """Keep what cannot be used, with a sentence beside it, and tell the desk once."""
    target = _put_away(path, data, folder_of(partner) / BAD)
    if target is None:
        return
    target.with_name(f"{target.name}.why.txt").write_text(why + "\n", encoding="utf-8")
    events.record(
        tag="exchange:call:refuse", by=the_system(f"exchange:{partner.code}").actor(agency=partner.agency),
        subject=Subject("exchange-partner", str(partner.pk), partner.name), remark=f"回执 {path.name}：{why}"[:500],
    )  # fmt: skip


__all__ = ["Packages", "folder_of", "package_of"]
