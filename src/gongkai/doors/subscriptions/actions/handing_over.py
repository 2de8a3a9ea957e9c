"""Partners get their package at the moment of publication, by call or mail; one that hangs or fails keeps nobody waiting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.files.rules import to_text
from gongkai.base.jobs import actions as jobs
from gongkai.doors.subscriptions.actions.calling import Call, Reply, call
from gongkai.doors.subscriptions.models import Campaign, Handover, Partner
from gongkai.doors.subscriptions.queries.documents import document_of, release_of
from gongkai.doors.subscriptions.queries.links import origin, partner_stop_path, site_name
from gongkai.doors.subscriptions.queries.packages import carried_by, gone, package, word_of
from gongkai.doors.subscriptions.rules import (
    NEWS_FOR_HOURS,
    PLATFORM,
    WEBHOOK_AT_ONCE,
    WEBHOOK_GIVEN_UP,
    Criteria,
    CriteriaRefused,
    Document,
    meets,
    webhook_pause,
)
from gongkai.doors.subscriptions.rules.letters import one_line, stop_headers
from gongkai.doors.subscriptions.rules.webhooks import body_of
from gongkai.engine.publishing.rules import Topic, not_news
from gongkai.engine.screening.rules.reachable import Guard, public_only

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import OutboxEntry, Release

PARTNER_JOB = "subscriptions.partners"
LEASE = dt.timedelta(minutes=2)
LONGEST_PART = 20_000  # characters of one material in a mail
TARGETS = {"broad": "第三方平台", "offline": "协会、商会、园区、居村委会等合作方"}


def hear_for_partners(entries: Sequence[OutboxEntry]) -> None:
    """Write down what each partner is to get; hearing twice changes nothing."""
    for entry in entries:
        if entry.topic in {Topic.RELEASED, Topic.CORRECTED}:
            _published(entry)
        elif entry.topic == Topic.WITHDRAWN:
            _withdrawn(entry)


@transaction.atomic
def _published(entry: OutboxEntry) -> None:
    release = release_of(entry.item_id)
    if release is None or release.edition.number != entry.edition_number or release.kind in not_news():
        return
    if entry.topic == Topic.RELEASED and entry.created_at - release.published_at > dt.timedelta(hours=NEWS_FOR_HOURS):
        return  # taken over from an old site: no news
    partners = [one for one in Partner.objects.filter(active=True) if one.webhook_url or one.email]
    partners = [one for one in partners if _wants(one, release)]
    if not partners:
        return
    topic = "corrected" if entry.topic == Topic.CORRECTED else "released"
    for method, own in _by_method(partners).items():
        campaign, _ = Campaign.objects.get_or_create(
            item_id=release.item_id, edition=release.edition.number, topic=topic, method=method, author=None,
            defaults={
                "agency_id": release.agency_id, "item_key": release.key, "title": release.title,
                "target": TARGETS[method], "channel": "接口、邮件",
            },
        )  # fmt: skip
        _write(campaign, own)


def _by_method(partners: Sequence[Partner]) -> dict[str, list[Partner]]:
    """Return the partners by the method of pushing that each of them is: platforms spread, the others relay."""
    found: dict[str, list[Partner]] = {}
    for one in partners:
        found.setdefault("broad" if one.kind == PLATFORM else "offline", []).append(one)
    return found


def _wants(partner: Partner, release: Release) -> bool:
    """Only things of the partner's agency and below, and of those what was agreed."""
    above = release.agency.lineage_codes()
    if partner.agency.code not in above:
        return False
    return _fits(partner, document_of(release)) if partner.criteria else True


def _fits(partner: Partner, document: Document) -> bool:
    try:
        return meets(Criteria.read(partner.criteria), document)
    except CriteriaRefused:
        return True  # nothing agreed means everything


@transaction.atomic
def _withdrawn(entry: OutboxEntry) -> None:
    """What was not handed over yet is not; who has it is told that it is gone."""
    earlier = Handover.objects.filter(item_id=entry.item_id).exclude(topic="withdrawn")
    earlier.filter(state__in=["waiting", "dead"], tries=0).update(state="dropped")
    # A call that failed on our side may have arrived on theirs: they are told as well, and it is not tried again.
    had = Partner.objects.filter(active=True, handovers__in=earlier.exclude(state="dropped")).distinct()
    partners = list(had)
    earlier.filter(state__in=["waiting", "dead"]).update(state="dropped")
    first = Campaign.objects.filter(item_id=entry.item_id, handovers__isnull=False).order_by("-pk").first()
    if not partners or first is None:
        return
    for method, own in _by_method(partners).items():
        campaign, _ = Campaign.objects.get_or_create(
            item_id=entry.item_id, edition=entry.edition_number or first.edition, topic="withdrawn", method=method,
            author=None,
            defaults={
                "agency_id": first.agency_id, "item_key": entry.key, "title": f"撤下通知（索引号 {entry.key}）",
                "target": "此前收到内容的合作方", "channel": "接口、邮件",
            },
        )  # fmt: skip
        _write(campaign, own)


def _write(campaign: Campaign, partners: Sequence[Partner]) -> None:
    rows = [
        Handover(
            partner=partner, route=route, campaign=campaign, item_id=campaign.item_id, item_key=campaign.item_key,
            title=campaign.title, topic=campaign.topic, edition=campaign.edition,
        )
        for partner in partners
        for route, there in (("webhook", partner.webhook_url), ("mail", partner.email))
        if there
    ]  # fmt: skip
    Handover.objects.bulk_create(rows, ignore_conflicts=True)
    Campaign.objects.filter(pk=campaign.pk).update(targeted=campaign.handovers.count())
    jobs.enqueue(kind=PARTNER_JOB, payload={}, key="partners", priority=5)


def hand_over_due(*, now: dt.datetime | None = None, guard: Guard = public_only) -> int:
    """Hand over what is due, one thing a partner and round, several partners at once; return how many were taken."""
    taken = 0
    seen: set[int] = set()
    while rows := _claimed(now or timezone.now(), seen):
        seen |= {row.pk for row in rows}
        taken += sum(_mailed(row) for row in rows if row.route == "mail")
        calls = {row.pk: row for row in rows if row.route == "webhook"}
        ready = [made for row in calls.values() if (made := _call_of(row)) is not None]
        with ThreadPoolExecutor(WEBHOOK_AT_ONCE) as pool:
            replies = list(pool.map(lambda one: call(one, guard=guard), ready))
        for one, reply in zip(ready, replies, strict=True):
            taken += _answered(calls[one.number], reply)
    return taken


def _claimed(now: dt.datetime, seen: set[int]) -> list[Handover]:
    """Take the oldest due thing of each partner and route, for as long as a call may last at most.

    Corrections never overtake what they correct: as long as an older thing of the same item waits, the newer one waits too.
    """
    due = Handover.objects.filter(state="waiting", next_at__lte=now).select_related("partner", "campaign")
    first: dict[tuple[int, str], Handover] = {}
    for row in due.order_by("pk")[:2000]:
        key = (row.partner_id, row.route)
        if row.pk in seen or key in first or len(first) >= WEBHOOK_AT_ONCE:
            continue
        older = Handover.objects.filter(
            partner=row.partner_id, route=row.route, item_id=row.item_id, pk__lt=row.pk, state="waiting"
        )
        if not older.exists():
            first[key] = row
    mine = []
    for row in first.values():
        untouched = Handover.objects.filter(pk=row.pk, state="waiting", next_at=row.next_at)
        if untouched.update(next_at=timezone.now() + LEASE, tries=F("tries") + 1):
            row.tries += 1
            mine.append(row)
    return mine


def _carried(row: Handover) -> bool:
    """Say whether this is an interpretation or a list of questions that goes, or went, along with its policy.

    One package a publication: what the policy's own package holds is not sent once more.
    """
    release = release_of(row.item_id) if row.topic == "released" else None
    policies = carried_by(release) if release is not None else []
    if release is None or not policies:
        return False
    # A lease begins when the package is put together: what was public by then is in it.
    own = Handover.objects.filter(
        partner=row.partner_id, route=row.route, item_id__in=policies, topic__in=["released", "corrected"]
    )
    return own.filter(Q(state="waiting") | Q(state="done", next_at__gte=release.published_at + LEASE)).exists()


def _call_of(row: Handover) -> Call | None:
    payload = _payload(row)
    if payload is None or not row.partner.active or not row.partner.webhook_url:
        Handover.objects.filter(pk=row.pk).update(state="dropped")
        return None
    return Call(row.pk, row.partner.webhook_url, row.partner.secret, body_of(payload))


def _payload(row: Handover) -> dict[str, Any] | None:
    """Build what is sent at the moment of sending; None when it is not public any more."""
    if row.topic == "withdrawn":
        return gone(row.campaign)
    if _carried(row):
        return None
    release = release_of(row.item_id)
    return package(release, row.topic) if release is not None else None


def _mailed(row: Handover) -> bool:
    payload = _payload(row)
    if payload is None or not row.partner.active or not row.partner.email:
        Handover.objects.filter(pk=row.pk).update(state="dropped")
        return False
    subject, text = _mail_of(row, payload)
    stop = origin() + partner_stop_path(row.partner)
    foot = f"{'—' * 12}\n这封邮件由“{site_name()}”在公开的同时自动发给合作方。\n不再接收：{stop}\n"
    number = f"<partner-{row.pk}@{urlsplit(origin()).hostname}>"
    headers = {"Message-ID": number, **stop_headers(stop)}
    try:
        EmailMessage(subject, f"{text}\n{foot}", None, [row.partner.email], headers=headers).send()
    except OSError as error:
        return _answered(row, Reply(sentence=f"邮件没有发出：{error}"[:300]))
    return _answered(row, Reply(200))


def _mail_of(row: Handover, payload: dict[str, Any]) -> tuple[str, str]:
    if row.topic == "withdrawn":
        return f"已撤下：索引号 {row.item_key}", f"此前发送的信息（索引号 {row.item_key}）已经撤下，请停止转发。\n"
    document = payload["document"]
    release = release_of(row.item_id)
    parts = [(word_of(release) if release is not None else "原文", document)]
    parts += [("解读", one) for one in payload["interpretations"]] + [("常见问题", one) for one in payload["faq"]]
    lead = "已更正" if row.topic == "corrected" else "新公开"
    return f"{lead}：{one_line(row.title)[:80]}", "\n\n".join(_part(word, one) for word, one in parts) + "\n"


def _part(word: str, one: dict[str, Any]) -> str:
    """Return one material as plain text with its address; a very long one is cut, and says so."""
    text = to_text(one["html"]).strip()
    if len(text) > LONGEST_PART:
        text = f"{text[:LONGEST_PART]}……\n（全文较长，请看网址）"
    facts = "　".join(filter(None, (one["doc_number"], one["agency"])))
    return "\n".join(filter(None, (f"【{word}】{one['title']}", facts, one["url"], text)))


@transaction.atomic
def _answered(row: Handover, reply: Reply) -> bool:
    """Settle one try: done, again later, or, after a day, left to the desk."""
    now = timezone.now()
    mine = Handover.objects.filter(pk=row.pk, state="waiting")
    if reply.taken:
        return bool(mine.update(state="done", status=reply.status, error="", done_at=now))
    waited = now - row.created_at
    pause = dt.timedelta(seconds=webhook_pause(row.tries))
    over = waited + pause > dt.timedelta(seconds=WEBHOOK_GIVEN_UP)
    mine.update(status=reply.status, error=reply.sentence, next_at=now + pause, state="dead" if over else "waiting")
    if not over:
        # The others of this partner would meet the same: they wait as long, so that a hanging partner costs one call.
        others = Handover.objects.filter(
            partner=row.partner_id, route=row.route, state="waiting", next_at__lt=now + pause
        )
        others.exclude(pk=row.pk).update(next_at=now + pause)
    return False


def now_waiting() -> int:
    return Handover.objects.filter(state="waiting").count()
