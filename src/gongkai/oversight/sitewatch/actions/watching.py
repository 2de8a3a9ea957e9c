"""How a site is watched: settings, adopted deductions, recorded conclusions, other channels."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as public
from gongkai.oversight.sitewatch.models import Adoption, ChannelRelease, Record, Watch
from gongkai.oversight.sitewatch.permissions import Refused
from gongkai.oversight.sitewatch.rules.indicators import DEDUCTIONS, VETOES, Result

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release

SETTINGS = frozenset({"ask_outside", "probe_url"})


def _event(tag: str, site: Site, by: Acting, **facts: Any) -> None:
    events.record(
        tag=f"sitewatch:{tag}", by=by.actor(Permission.SITEWATCH_MANAGE, site.agency),
        subject=Subject("site", str(site.pk), site.name), **facts,
    )  # fmt: skip


@transaction.atomic
def change_watch(*, site: Site, changes: dict[str, Any], by: Acting) -> Watch:
    """Change how a site is watched. Raises OutOfSight, NotAllowed."""
    check(by, Permission.SITEWATCH_MANAGE, site.agency)
    watch, _ = Watch.objects.get_or_create(site=site)
    wanted = {name: value for name, value in changes.items() if name in SETTINGS}
    old = {name: getattr(watch, name) for name, value in wanted.items() if getattr(watch, name) != value}
    for name in old:
        setattr(watch, name, wanted[name])
    watch.save()
    if old:
        _event("watch:change", site, by, old=old, new={name: wanted[name] for name in old})
    return watch


@transaction.atomic
def adopt(*, site: Site, indicator: str, source: str, by: Acting) -> Adoption:
    """Let a deduction count that we know from practice only. Raises Refused without a source, or for one that counts anyway."""
    check(by, Permission.SITEWATCH_MANAGE, site.agency)
    known = next((one for one in DEDUCTIONS if one.key == indicator), None)
    if known is None or known.drives:
        raise Refused("没有需要采用的这一扣分项。")
    if not source.strip():
        raise Refused("请写明采用依据，例如本级主管部门的考核文件。")
    name = by.person.name if by.person else "系统"
    row, _ = Adoption.objects.update_or_create(
        site=site, indicator=indicator, defaults={"source": source.strip()[:200], "by_name": name, "at": timezone.now()}
    )
    _event("indicator:adopt", site, by, new={"扣分项": known.name, "依据": row.source})
    return row


@transaction.atomic
def record(*, site: Site, indicator: str, result: str, note: str, on: dt.date, by: Acting) -> Record:
    """Write down what a person found about an indicator that no program can judge. Raises Refused."""
    check(by, Permission.SITEWATCH_MANAGE, site.agency)
    veto = next((one for one in VETOES if one.key == indicator), None)
    if veto is None or veto.computed or by.person is None:
        raise Refused("这项指标由平台自动计算，不能填写结论。")
    if result not in {Result.PASS, Result.VETO} or not note.strip():
        raise Refused("请选择结论，并写明核查了什么。")
    if on > timezone.localdate():
        raise Refused("核查日期还没有到，请改为实际核查的日期。")
    row = Record.objects.create(
        site=site, indicator=indicator, result=result, note=note.strip()[:300], person=by.person, on=on
    )
    _event("indicator:record", site, by, new={"指标": veto.name, "结论": row.get_result_display(), "情况": row.note})
    return row


@transaction.atomic
def record_channel(*, number: str, channel: str, at: dt.datetime, by: Acting) -> ChannelRelease:
    """Write down when something public here appeared elsewhere (R248). Raises Refused, OutOfSight, NotAllowed."""
    release = _release(number)
    if release is None:
        raise Refused("没有找到这件已公开的内容，请填写索引号或文号。")
    check(by, Permission.SITEWATCH_MANAGE, release.agency)
    if at > timezone.now():
        raise Refused("发布时间还没有到，请填写实际发布的时间。")
    if not channel.strip():
        raise Refused("请填写渠道名称。")
    row, _ = ChannelRelease.objects.update_or_create(
        item=release.item, channel=channel.strip()[:60],
        defaults={"at": at, "recorded_by": by.person.name if by.person else "系统", "recorded_at": timezone.now()},
    )  # fmt: skip
    events.record(
        tag="sitewatch:channel:record", by=by.actor(Permission.SITEWATCH_MANAGE, release.agency),
        subject=Subject("item", release.key, release.title[:200]), new={"渠道": row.channel, "时间": at.isoformat()},
    )  # fmt: skip
    return row


def _release(number: str) -> Release | None:
    item = public.item_by_number(number)
    return public.public_releases().select_related("item").filter(item=item).first() if item else None
