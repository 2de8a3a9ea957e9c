"""Items and the edition in preparation: create, save, attach files, new edition, roll back, discard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.publishing.models import Edition, EditionFile, IndexCounter, Item
from gongkai.engine.publishing.permissions import Refused, Stale, check_transition
from gongkai.engine.publishing.rules import IN_PREPARATION, KINDS, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting


def subject(item: Item, title: str = "") -> Subject:
    return Subject(item.kind, item.key, title)


def next_keys(wanted: Sequence[tuple[Agency, int]]) -> list[str]:
    """Return the next index numbers, "<credit code or code>/<year>-<serial>", one for each agency and year in order.

    None is ever given out twice: the counters are locked from here to the end of the transaction.
    """
    agencies, years = {agency.pk for agency, _ in wanted}, {year for _, year in wanted}
    counters = IndexCounter.objects.filter(agency__in=agencies, year__in=years)
    standing = set(counters.values_list("agency_id", "year"))
    absent = {(agency.pk, year) for agency, year in wanted} - standing
    if absent:
        rows = [IndexCounter(agency_id=agency, year=year) for agency, year in sorted(absent)]
        IndexCounter.objects.bulk_create(rows, ignore_conflicts=True)
    # All lock in one order, so that two takeovers wait for each other and never in a circle.
    locked = {(row.agency_id, row.year): row for row in counters.select_for_update().order_by("pk")}
    keys = []
    for agency, year in wanted:
        counter = locked[agency.pk, year]
        counter.last += 1
        keys.append(f"{agency.credit_code or agency.code}/{year}-{counter.last:05d}")
    counted = [locked[pair] for pair in dict.fromkeys((agency.pk, year) for agency, year in wanted)]
    IndexCounter.objects.bulk_create(  # an upsert by the key: bulk_update would write one CASE for each counter
        counted, update_conflicts=True, unique_fields=["agency", "year"], update_fields=["last"]
    )
    return keys


@dataclass(frozen=True, kw_only=True)
class NewItem:
    """What an item and its first edition begin with. Without `key` it gets the next index number of the year."""

    agency: Agency
    title: str
    html: str = ""
    text: str = ""
    mode: str = ""
    external_id: str | None = None
    key: str = ""
    year: int | None = None
    source_url: str = ""
    kept_at: str = ""


def create_items(*, kind: str, wanted: Sequence[NewItem], origin: str, author: Person | None) -> list[Edition]:
    """Create items with their first editions in preparation, in the caller's transaction, which records the events.

    `origin` says how the information was made or obtained (R038): drafted, oa, import, received. Raises Refused
    when an index number or a source's number exists already; nothing is created then.
    """
    if kind not in KINDS:
        raise Refused(f"没有登记“{kind}”这类内容。")
    now, this_year = timezone.now(), timezone.localdate().year
    numbers = iter(next_keys([(new.agency, new.year or this_year) for new in wanted if not new.key]))
    items = [
        Item(
            kind=kind,
            key=new.key or next(numbers),
            agency=new.agency,
            external_id=new.external_id,
            origin=origin,
            source_url=new.source_url,
            kept_at=new.kept_at,
            created_at=now,
        )
        for new in wanted
    ]
    try:
        with transaction.atomic():
            Item.objects.bulk_create(items)
    except IntegrityError as error:
        named = items[0].key if len(items) == 1 else "这一批中的一条"
        raise Refused(f"索引号或来源编号已经存在：{named}，请检查是否重复录入。") from error
    editions = [
        Edition(
            item=item, number=1, title=new.title, html=new.html, text=new.text, mode=new.mode, author=author,
            created_at=now,
        )
        for item, new in zip(items, wanted, strict=True)
    ]  # fmt: skip
    return Edition.objects.bulk_create(editions)


@transaction.atomic
def create_item(
    *,
    kind: str,
    agency: Agency,
    title: str,
    by: Acting,
    html: str = "",
    text: str = "",
    origin: str = "drafted",
    external_id: str | None = None,
    key: str = "",
    year: int | None = None,
    source_url: str = "",
    kept_at: str = "",
    quiet: bool = False,
) -> Edition:
    """Create an item with its first edition in preparation and return that edition; see `create_items`.

    `quiet` leaves the event to the caller, who records a fuller one in the same transaction.
    """
    new = NewItem(
        agency=agency, title=title, html=html, text=text, external_id=external_id, key=key, year=year,
        source_url=source_url, kept_at=kept_at,
    )  # fmt: skip
    (edition,) = create_items(kind=kind, wanted=[new], origin=origin, author=by.person)
    if not quiet:
        events.record(
            tag="publishing:item:create",
            by=by.actor(agency=agency),
            subject=subject(edition.item, title),
            new={"title": title, "agency": agency.code, "origin": origin},
        )
    return edition


@transaction.atomic
def save_edition(*, edition: Edition, version: int, by: Acting, title: str, html: str, text: str, mode: str) -> Edition:
    """Write the wording. `version` is the save the form was opened from; raises Stale when there was another since."""
    check_transition(edition, State.SCHEDULED if edition.state == State.PREPARING else State.PREPARING)
    if edition.state == State.SCHEDULED:
        raise Refused("已设定定时发布，请先取消定时再修改。")
    old = {"title": edition.title, "mode": edition.mode, "length": len(edition.text)}
    saved = Edition.objects.filter(pk=edition.pk, version=version, state=State.PREPARING).update(
        title=title, html=html, text=text, mode=mode, version=F("version") + 1, saved_at=timezone.now()
    )
    if not saved:
        raise Stale("保存期间有人修改过这份稿件。您填写的内容还在本页，请对照最新稿后再保存。")
    edition.refresh_from_db()
    new = {"title": title, "mode": mode, "length": len(text)}
    events.record(
        tag="publishing:edition:save",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, title),
        old={key: value for key, value in old.items() if new[key] != value},
        new={key: value for key, value in new.items() if old[key] != value} | {"version": edition.version},
    )
    return edition


@transaction.atomic
def attach(*, edition: Edition, file: StoredFile, name: str, by: Acting, role: str = "attachment") -> EditionFile:
    if edition.state != State.PREPARING:
        raise Refused("这一版已不在编辑中，不能再加附件。")
    if edition.files.filter(name=name).exists():
        raise Refused(f"已有名为“{name}”的附件，请改名后再上传。")
    attached = EditionFile.objects.create(
        edition=edition, file=file, name=name, role=role, order=edition.files.count() + 1
    )
    Edition.objects.filter(pk=edition.pk).update(version=F("version") + 1, saved_at=timezone.now())
    edition.refresh_from_db(fields=["version", "saved_at"])
    events.record(
        tag="publishing:edition:save",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, edition.title),
        new={"attached": name, "sha256": file.sha256},
    )
    return attached


def attach_many(*, files: Sequence[tuple[Edition, StoredFile, str, str]]) -> None:
    """Give new editions their files, as (edition, file, name, role), each in the order given; no event of its own."""
    placed: Counter[int] = Counter()
    rows = []
    for edition, file, name, role in files:
        placed[edition.pk] += 1
        rows.append(EditionFile(edition=edition, file=file, name=name, role=role, order=placed[edition.pk]))
    EditionFile.objects.bulk_create(rows)


@transaction.atomic
def detach(*, attached: EditionFile, by: Acting) -> None:
    edition = attached.edition
    if edition.state != State.PREPARING:
        raise Refused("这一版已不在编辑中，不能移除附件。")
    events.record(
        tag="publishing:edition:save",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, edition.title),
        old={"attached": attached.name, "sha256": attached.file.sha256},
    )
    attached.delete()
    Edition.objects.filter(pk=edition.pk).update(version=F("version") + 1, saved_at=timezone.now())


def _copy_of(source: Edition, *, number: int, note: str, by: Acting) -> Edition:
    edition = Edition.objects.create(
        item=source.item,
        number=number,
        title=source.title,
        html=source.html,
        text=source.text,
        mode=source.mode,
        change_note=note,
        author=by.person,
    )
    for attached in source.files.all():
        EditionFile.objects.create(
            edition=edition, file_id=attached.file_id, name=attached.name, role=attached.role, order=attached.order
        )
    return edition


@transaction.atomic
def open_edition(*, item: Item, note: str, by: Acting, from_edition: Edition | None = None) -> Edition:
    """Begin the next edition from the latest public one (or from an older one: roll-back). Needs a change note."""
    if not note.strip():
        raise Refused("请写明更新说明：改了什么、为什么改。公众会看到这句话。")
    if item.editions.filter(state__in=IN_PREPARATION).exists():
        raise Refused("已有一个版本在编辑中，请先完成或放弃那一版。")
    source = from_edition or item.editions.exclude(state=State.DISCARDED).order_by("-number").first()
    if source is None:
        raise Refused("没有可以更正的版本。")
    last = item.editions.order_by("-number").values_list("number", flat=True)[0]
    edition = _copy_of(source, number=last + 1, note=note, by=by)
    events.record(
        tag="publishing:edition:roll_back" if from_edition else "publishing:edition:open",
        by=by.actor(agency=item.agency),
        subject=subject(item, edition.title),
        new={"edition": edition.number, "from": source.number},
        remark=note,
    )
    return edition


@transaction.atomic
def roll_back(*, edition: Edition, to: Edition, by: Acting) -> Edition:
    """Put the wording and files of an older edition into the one in preparation; nothing older is changed."""
    if edition.state != State.PREPARING or to.item_id != edition.item_id:
        raise Refused("只能在编辑中的版本里恢复同一条目的旧内容。")
    edition.files.all().delete()
    for attached in to.files.all():
        EditionFile.objects.create(
            edition=edition, file_id=attached.file_id, name=attached.name, role=attached.role, order=attached.order
        )
    Edition.objects.filter(pk=edition.pk).update(
        title=to.title, html=to.html, text=to.text, version=F("version") + 1, saved_at=timezone.now()
    )
    edition.refresh_from_db()
    events.record(
        tag="publishing:edition:roll_back",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, edition.title),
        new={"edition": edition.number, "from": to.number},
    )
    return edition


@transaction.atomic
def discard(*, edition: Edition, by: Acting, reason: str) -> None:
    check_transition(edition, State.DISCARDED)
    Edition.objects.filter(pk=edition.pk).update(state=State.DISCARDED, release_at=None)
    edition.refresh_from_db()
    events.record(
        tag="publishing:edition:discard",
        by=by.actor(agency=edition.item.agency),
        subject=subject(edition.item, edition.title),
        new={"edition": edition.number},
        remark=reason,
    )
