"""The unified register of normative documents: numbers given once, days of expiry watched, missing ones reported."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.actions import Refused as DutyRefused
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.law.months import add_months
from gongkai.law.validity import MONTHS_BEFORE_END
from gongkai.proactive.stock.models import NormativeEntry, NormativeHint, RegisterCounter
from gongkai.proactive.stock.rules import EVALUATION_DUTY, NORMATIVE, looks_normative, signs_of, unified_number

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item, Release

SYSTEM = "stock"


def _next_number(year: int) -> str:
    RegisterCounter.objects.get_or_create(year=year)
    counter = RegisterCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return unified_number(year, counter.last)


@transaction.atomic
def register(*, release: Release, by: Acting) -> NormativeEntry | None:
    """Give a public normative document its unified number, once for ever; None for anything else."""
    if release.kind != "document" or release.category != NORMATIVE:
        return None
    standing = NormativeEntry.objects.filter(item=release.item_id).first()
    if standing is not None:
        return standing
    number = _next_number(timezone.localtime(release.first_published_at).year)
    try:
        with transaction.atomic():
            entry = NormativeEntry.objects.create(item_id=release.item_id, number=number)
    except IntegrityError:  # another worker was faster; the number it gave stands
        return NormativeEntry.objects.get(item=release.item_id)
    NormativeHint.objects.filter(item=release.item_id).delete()
    events.record(
        tag="stock:normative:register",
        by=by.actor(agency=release.agency),
        subject=Subject("document", release.key, release.title),
        new={"统一登记号": number},
    )
    return entry


def look_for_signs(*, release: Release, known: bool = True) -> NormativeHint | None:
    """Keep or drop the hint that a public document reads like a normative one and is not in the register.

    `known=False` spares the look-up where the caller knows that there is none.
    """
    standing = NormativeHint.objects.filter(item=release.item_id).first() if known else None
    if standing is not None and standing.judgement:
        return standing
    signs = signs_of(release.edition.text) if release.category != NORMATIVE else []
    if not looks_normative(genre=release.genre, signs=signs):
        if standing is not None:
            standing.delete()
        return None
    told = [{"kind": sign.kind, "words": sign.words} for sign in signs]
    hint, _ = NormativeHint.objects.update_or_create(
        item_id=release.item_id, defaults={"agency_id": release.agency_id, "signs": told}
    )
    return hint


@transaction.atomic
def judge_hint(*, hint: NormativeHint, normative: bool, reason: str, by: Acting) -> NormativeHint:
    """Say whether a document that reads like a normative one is one. Yes asks for a correction of its category."""
    check(by, Permission.STOCK_MANAGE, hint.agency)
    if not reason.strip():
        raise Refused("请写明认定的理由。")
    if hint.judgement == "no":
        raise Refused("这一件已经认定，如有不同意见，请由上级机关处理。")
    hint.judgement = "yes" if normative else "no"
    hint.reason, hint.judged_by, hint.judged_at = reason.strip()[:300], by.person, timezone.now()
    hint.save()
    events.record(
        tag="stock:normative:judge",
        by=by.actor(Permission.STOCK_MANAGE, hint.agency),
        subject=Subject("document", hint.item.key),
        new={"认定": hint.get_judgement_display()},
        remark=hint.reason,
    )
    return hint


def _release_of(entry: NormativeEntry) -> Any:
    return publishing.public_releases().filter(item=entry.item_id).select_related("item").first()


def follow_the_calendar(*, today: dt.date | None = None) -> dict[str, int]:
    """Note what lapsed, open the clock of what lapses soon. Run each night; twice does no harm."""
    day = today or timezone.localdate()
    done = {"expired": 0, "evaluating": 0}
    for entry in NormativeEntry.objects.select_related("item__agency"):
        release = _release_of(entry)
        if release is None or release.expires_on is None or release.repealed_on is not None:
            continue
        if day > release.expires_on:
            done["expired"] += _lapse(entry, release, day)
        elif day >= add_months(release.expires_on, -MONTHS_BEFORE_END["evaluation"]):
            done["evaluating"] += _evaluate(entry, release)
    return done


@transaction.atomic
def _lapse(entry: NormativeEntry, release: Release, day: dt.date) -> int:
    if entry.expiry_noted_on is not None:
        return 0
    NormativeEntry.objects.filter(pk=entry.pk).update(expiry_noted_on=day)
    by = the_system(SYSTEM)
    event = events.record(
        tag="stock:normative:expire",
        by=by.actor(agency=release.agency),
        subject=Subject("document", release.key, release.title),
        new={"有效期至": release.expires_on.isoformat() if release.expires_on else "", "统一登记号": entry.number},
    )
    duties.discharge(rule=EVALUATION_DUTY, subject=_subject(release), event_seq=event.seq, by=by, on=release.expires_on)
    return 1


def _subject(release: Release) -> Subject:
    return Subject("document", release.key, release.title)


def _evaluate(entry: NormativeEntry, release: Release) -> int:
    assert release.expires_on is not None
    try:
        duties.open_duty(
            rule=EVALUATION_DUTY, subject=_subject(release), agency=release.agency, title=f"到期评估：{release.title}",
            reference=entry.number, url=f"/desk/documents/{release.item_id}/",
            opened_on=add_months(release.expires_on, -MONTHS_BEFORE_END["evaluation"]), by=the_system(SYSTEM),
        )  # fmt: skip
    except DutyRefused:  # it runs already
        return 0
    return 1


@transaction.atomic
def settle(*, item: Item | None, by: Acting) -> None:
    """End the evaluation clock of a document that was prolonged, repealed or withdrawn."""
    if item is None:
        return
    release = publishing.public_releases().filter(item=item.pk).first()
    today = timezone.localdate()
    far = release is not None and (
        release.expires_on is None or today < add_months(release.expires_on, -MONTHS_BEFORE_END["evaluation"])
    )
    over = release is not None and (release.repealed_on or (release.expires_on and today > release.expires_on))
    if release is None or far or over:
        duties.discharge(rule=EVALUATION_DUTY, subject=Subject("document", item.key), by=by)
