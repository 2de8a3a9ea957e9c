"""Where chain and log end: taken under lock, checked by its code, written back."""

from __future__ import annotations

from django.db import connection

from gongkai.base.events import keys
from gongkai.base.events.models import ChainHead, Event, TreeHead
from gongkai.base.events.rules import GENESIS, merkle

GENESIS_LOCK = 0x676F6E67  # "gong": the advisory lock under which PostgreSQL makes the very first head


class ChainBroken(Exception):
    """The end of the record is not what we last wrote. Going on would sign somebody else's work."""


def locked_head() -> ChainHead:
    """Return the head under lock. SQLite: the immediate transaction is the lock. PostgreSQL: the row is."""
    rows = ChainHead.objects.select_for_update()
    head = rows.filter(pk=1).first() or _first_head()
    if not keys.head_mac_holds(head.mac, seq=head.seq, hash_=head.hash, log_size=head.log_size, log_root=head.log_root):
        raise ChainBroken(
            "事件链的链头校验码不符：数据可能被改动，或 SECRET_KEY 已更换。请运行 gongkai log verify 查明后再继续"
        )
    return head


def _first_head() -> ChainHead:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GENESIS_LOCK])
        if head := ChainHead.objects.select_for_update().filter(pk=1).first():
            return head
    if Event.objects.exists() or TreeHead.objects.exists():
        raise ChainBroken("事件链的链头不见了，而事件还在：数据可能被改动。请运行 gongkai log verify 查明后再继续")
    head = ChainHead(hash=GENESIS, log_root=merkle.EMPTY_ROOT.hex())
    head.mac = _mac(head)
    head.save(force_insert=True)
    return head


def _mac(head: ChainHead) -> str:
    return keys.head_mac(seq=head.seq, hash_=head.hash, log_size=head.log_size, log_root=head.log_root)


def keep_head(head: ChainHead) -> None:
    changes = {"seq": head.seq, "hash": head.hash, "log_size": head.log_size, "log_root": head.log_root}
    ChainHead.objects.filter(pk=1).update(**changes, log_peaks=head.log_peaks, mac=_mac(head))
