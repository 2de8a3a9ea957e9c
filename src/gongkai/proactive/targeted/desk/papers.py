"""What leaves the desk on paper or as a table: receipt slip, letter with link and QR code, list of receipts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.desk.pages import load, may_manage
from gongkai.proactive.targeted.rules import Channel, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.proactive.targeted.models import Delivery, Recipient

HEAD = (
    "签收单号", "对象或者地点", "单位", "方式", "联系方式", "状态", "说明", "邮件发出时间", "放置或者送出时间", "签收人",
    "签收时间", "签收地点或者网络地址", "查阅次数", "邮箱更正",
)  # fmt: skip


def _row(delivery: Delivery, pk: int) -> Recipient:
    found = delivery.recipients.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@officer_required
@require_GET
def slip(request: OfficerRequest, pk: int, recipient: int) -> HttpResponseBase:
    """The receipt slip of one recipient, to be printed and signed."""
    delivery = load(request, pk)
    row = _row(delivery, recipient)
    context = {"delivery": delivery, "edition": queries.edition_of(delivery), "row": row, "today": timezone.localdate()}
    return desk_page(request, "targeted/desk/slip.html", context, nav="targeted")


@officer_required
@require_GET
def letter(request: OfficerRequest, pk: int, recipient: int) -> HttpResponseBase:
    """A letter with link and QR code for who has no mail; like the mail it holds no title, no content and no code."""
    delivery = load(request, pk)
    row = _row(delivery, recipient)
    if not may_manage(request, delivery):
        raise NotAllowed("查阅链接由政务公开专员送出。")
    if row.channel != Channel.LINK:
        raise Http404
    if delivery.state != State.DELIVERED or row.revoked_at is not None:
        messages.warning(request, "链接现在不能打开，没有可以打印的信函。")
        return redirect("targeted:detail", pk)
    context = {"delivery": delivery, "row": row, "link": queries.link_of(row), "today": timezone.localdate()}
    return desk_page(request, "targeted/desk/letter.html", context, nav="targeted")


@officer_required
@require_GET
def receipts(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Who received, who signed, when: one line a recipient, as a table."""
    delivery = load(request, pk)
    if not may_manage(request, delivery):
        raise NotAllowed("签收清单由政务公开专员导出。")
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEAD)
    for line in _lines(delivery):
        writer.writerow([safe_cell(cell) for cell in line])
    # The mark at the beginning tells spreadsheets that this is Chinese.
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipts-{delivery.pk}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _lines(delivery: Delivery) -> Iterator[tuple[object, ...]]:
    for one in delivery.recipients.prefetch_related("mailings", "readdressings"):
        standing, last = queries.standing_of(one), queries.last_mailing(one)
        yield (
            f"{delivery.pk}-{one.pk}", one.name, one.organisation, one.get_channel_display(), one.contact,
            standing.label, standing.note, _moment(last.sent_at if last else None), _moment(one.posted_at),
            one.receipt_name, _moment(one.receipt_at), one.receipt_address, one.opened, _mended(one),
        )  # fmt: skip


def _mended(row: Recipient) -> str:
    """Say which addresses were wrong, and whether anybody had read it there."""
    return "；".join(
        f"{_moment(one.at)} 原邮箱{one.was}，{'原链接的内容已被看到' if one.was_read else '原链接没有打开内容'}"
        for one in row.readdressings.all()
    )


def _moment(at: object) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""  # type: ignore[arg-type]
