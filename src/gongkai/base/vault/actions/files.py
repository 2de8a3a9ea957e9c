"""Keep a file sealed, and destroy it when its time is over."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.files.rules import Limits, WrongType, safe_name, sniff
from gongkai.base.organisations.queries import Acting, the_system
from gongkai.base.vault import keys, store
from gongkai.base.vault.looking import actor_of
from gongkai.base.vault.models import SealedFile
from gongkai.base.vault.rules import (
    ALLOWED_KINDS,
    DESTROY,
    FOR_GOOD,
    KEEP,
    LARGEST_FILE,
    ORPHAN_AGE,
    Refused,
    seal_bytes,
)


def subject_of(file: SealedFile) -> Subject:
    return Subject("vault.sealedfile", str(file.pk), file.purpose)


def keep_file(
    *, data: bytes, name: str, by: Acting | Actor, purpose: str, kept_until: dt.date | None = None,
    kinds: Sequence[str] = ALLOWED_KINDS,
) -> SealedFile:  # fmt: skip
    """Check that a file is what its name says, seal it and keep it. `purpose` is a short Chinese name (say, 身份证明).

    Raises files.rules.FileRefused (wrong type, too large, empty) or Refused (no room); then nothing is kept.
    """
    name = safe_name(name)
    found = sniff(data, name, Limits(bytes=LARGEST_FILE), kinds=kinds)
    if found.kind not in kinds:
        raise WrongType(f"“{name}”的格式不在可接收的范围之内。这里只收{'、'.join(kinds)}，请另存后再上传。")
    file = SealedFile(
        id=uuid.uuid4(), name=name, size=len(data), media_type=found.media_type, kind=found.kind,
        purpose=purpose[:100], kept_until=kept_until,
    )  # fmt: skip
    # The bytes first: a row without bytes would be a loss, bytes without a row are only spare.
    file.sha256 = store.put(seal_bytes(data, key=keys.ring().current, context=file.context))
    with transaction.atomic():
        file.save(force_insert=True)
        new = {"size": file.size, "media_type": file.media_type}
        events.record(tag=KEEP, by=actor_of(by), subject=subject_of(file), new=new)
    return file


def keep_for_good(*, files: Sequence[SealedFile], by: Acting | Actor) -> int:
    """Let files that were kept until a day stay as long as what they belong to; return how many changed.

    What was destroyed meanwhile stays destroyed: whoever needs it asks for it again.
    """
    kept = 0
    with transaction.atomic():
        rows = SealedFile.objects.select_for_update().filter(pk__in=[one.pk for one in files], destroyed_at=None)
        for file in rows.exclude(kept_until=None).order_by("pk"):
            until, file.kept_until = file.kept_until, None
            file.save(update_fields=["kept_until"])
            old = {"kept_until": until.isoformat() if until else ""}
            events.record(tag=FOR_GOOD, by=actor_of(by), subject=subject_of(file), old=old, new={"kept_until": ""})
            kept += 1
    return kept


def destroy_file(*, sealed: SealedFile, by: Acting | Actor, why: str) -> None:
    """Remove bytes and name for good; the row stays and says when. A second time changes nothing. Raises Refused."""
    if not why.strip():
        raise Refused("销毁文件要写明事由。")
    with transaction.atomic():
        gone = SealedFile.objects.filter(pk=sealed.pk, destroyed_at=None).update(
            destroyed_at=timezone.now(), name="", kept_until=None
        )
        if gone:
            events.record(tag=DESTROY, by=actor_of(by), subject=subject_of(sealed), remark=why)
        # The hash of now: a change of keys may have moved the bytes since the caller read the row.
        sealed.refresh_from_db()
        digest = sealed.sha256
        transaction.on_commit(lambda: store.drop(digest))


def destroy_expired(*, today: dt.date | None = None) -> int:
    """Destroy the files kept until a day that is over; return how many."""
    over = SealedFile.objects.filter(destroyed_at=None, kept_until__lt=today or timezone.localdate())
    expired = list(over)
    for file in expired:
        destroy_file(sealed=file, by=the_system("vault"), why=f"保存期限（{file.kept_until}）已满")
    return len(expired)


def drop_orphans(*, now: dt.datetime | None = None) -> int:
    """Delete sealed bytes without a row (a crash between two steps) older than a day; return how many."""
    latest = ((now or timezone.now()) - ORPHAN_AGE).timestamp()
    dropped = 0
    for path in store.kept():
        if path.stat().st_mtime >= latest:
            continue
        if not SealedFile.objects.filter(sha256=path.name, destroyed_at=None).exists():
            path.unlink(missing_ok=True)
            dropped += 1
    return dropped
