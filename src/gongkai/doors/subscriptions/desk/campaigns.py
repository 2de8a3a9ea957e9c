"""Pushes: listed with their figures, prepared, reviewed, drilled into, exported; paper for counters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.ui.text import cn_date, cn_datetime
from gongkai.base.ui.typesetting import typeset
from gongkai.doors.subscriptions import actions, queries
from gongkai.doors.subscriptions.desk import shared
from gongkai.doors.subscriptions.models import Campaign, HandOut, OfflinePoint
from gongkai.doors.subscriptions.permissions import MANAGE, agencies_managed
from gongkai.doors.subscriptions.queries.links import counted_path, origin, site_name
from gongkai.doors.subscriptions.rules import METHOD_NAMES, SENDING_NAMES, SUBSCRIBER_KINDS, Campaigning
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import KINDS

if TYPE_CHECKING:
    from django.db.models import QuerySet

PER_PAGE, MOST_ROWS, MOST_OFFERED = 30, 500, 100
HEAD = (
    "时间",
    "标题",
    "索引号",
    "方法",
    "事由",
    "对象",
    "渠道",
    "目标",
    "送出",
    "送达",
    "没有送到",
    "打开",
    "申报",
    "状态",
)
PAPERS = {"poster": ("poster.typ", "海报"), "leaflet": ("leaflet.typ", "折页")}
FOLDER = Path(__file__).resolve().parent.parent / "papers"


def _chosen(request: OfficerRequest) -> QuerySet[Campaign]:
    rows = queries.campaigns(request.acting)
    method, words = request.GET.get("method", ""), request.GET.get("q", "").strip()[:100]
    if method in METHOD_NAMES:
        rows = rows.filter(method=method)
    if words:
        rows = rows.filter(title__icontains=words) | rows.filter(item_key__icontains=words)
    return rows.order_by("-pk")


@officer_required
@shared.reader_required
@require_safe
def listed(request: OfficerRequest) -> HttpResponseBase:
    paged = Paginator(_chosen(request), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": queries.effects(paged.object_list), "page": paged, "methods": METHOD_NAMES.items(),
        "method": request.GET.get("method", ""), "words": request.GET.get("q", "")[:100],
    }  # fmt: skip
    return shared.page(request, "campaigns", context, tab="campaigns")


@officer_required
@shared.reader_required
@require_safe
def export(request: OfficerRequest) -> HttpResponseBase:
    rows = [
        (
            cn_datetime(timezone.localtime(one.campaign.created_at)), one.campaign.title, one.campaign.item_key,
            one.campaign.get_method_display(), one.campaign.get_topic_display(), one.campaign.target,
            one.campaign.channel, one.targeted, one.sent, one.reached, one.failed, one.opened, one.applied,
            one.campaign.get_state_display(),
        )
        for one in queries.effects(_chosen(request)[:20_000])
    ]  # fmt: skip
    return shared.table_file("pushes", HEAD, rows)


def _offered(request: OfficerRequest) -> list[tuple[str, str]]:
    """Return the public policies of the agencies this person manages, newest first, and the one that was asked for."""
    pushed = [key for key, kind in KINDS.items() if not kind.aside]
    rows = public_releases().filter(agency__in=agencies_managed(request.acting), kind__in=pushed)
    newest = list(rows.order_by("-published_at", "-item_id").values_list("key", "title", "doc_number")[:MOST_OFFERED])
    wanted = str(request.POST.get("key") or request.GET.get("key", ""))[:60]
    if wanted and wanted not in {key for key, _, _ in newest}:
        newest = [*rows.filter(key=wanted).values_list("key", "title", "doc_number"), *newest]
    return [("", "请选择"), *((key, f"{title}（{number}）" if number else title) for key, title, number in newest)]


class PushForm(forms.Form):
    key = forms.ChoiceField(
        label="推送哪份政策",
        help_text=f"列出您负责的机关最近公开的{MOST_OFFERED}份。",
    )
    method = forms.ChoiceField(
        label="推送方法",
        choices=[(key, METHOD_NAMES[key]) for key in ("precise", "direct", "offline")],
        widget=forms.RadioSelect,
        help_text="第三方平台和合作方在公开时自动推送，不用在这里拟定。",
    )
    kind = forms.ChoiceField(label="推送给", choices=list(SUBSCRIBER_KINDS.items()), initial="enterprise")
    target = forms.CharField(label="对象说明", max_length=300, required=False, help_text="不写时按推送对象自动说明。")

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["key"]
        field.choices = offered


@officer_required
@permission_required(MANAGE)
@require_http_methods(shared.GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    first = {"method": "precise", "key": request.GET.get("key", "")[:60]}
    form = PushForm(request.POST or None, initial=first, offered=_offered(request))
    if request.method == "POST" and form.is_valid():
        try:
            campaign = actions.prepare(by=request.acting, **form.cleaned_data)
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "推送已经拟定，请交另一人审核。")
            return redirect("subscriptions:campaign", campaign.pk)
    status = shared.UNPROCESSABLE if form.is_bound else 200
    return shared.page(request, "new", {"form": form}, tab="campaigns", status=status)


@officer_required
@shared.reader_required
@require_safe
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    campaign = queries.campaign_of(pk, request.acting)
    return shared.page(request, "campaign", _facts(request, campaign), tab="campaigns")


def _facts(request: OfficerRequest, campaign: Campaign) -> dict[str, Any]:
    manages = request.acting.may(MANAGE, campaign.agency)
    own = campaign.author_id is not None and campaign.author_id == request.user.pk
    states = campaign.deliveries.order_by().values("state").annotate(n=Count("pk"))
    # What was handed out already is in the list; the others can be chosen.
    points = OfflinePoint.objects.filter(agency__in=agencies_managed(request.acting), is_open=True)
    return {
        "campaign": campaign, "effect": queries.effect_of(campaign), "channels": queries.by_channel(campaign),
        "states": [(SENDING_NAMES[row["state"]], row["n"]) for row in states],
        "handovers": campaign.handovers.select_related("partner")[:MOST_ROWS],
        "hand_outs": campaign.hand_outs.select_related("point"),
        "points": points.exclude(hand_outs__campaign=campaign),
        "reasons": campaign.chosen.order_by().values_list("reason").annotate(n=Count("pk")).order_by("-n")[:20],
        "can_review": manages and campaign.state == Campaigning.DRAFT and not own, "may_record": manages, "own_draft": campaign.state == "draft" and own,
        "approved": campaign.state == Campaigning.APPROVED, "today": timezone.localdate(),
        "public_url": queries.page_of(campaign.item_key),
    }  # fmt: skip


@officer_required
@permission_required(MANAGE)
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    campaign = queries.campaign_of(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    try:
        sentence = VERBS[verb](request, campaign)
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("subscriptions:campaign", pk)


def _number(request: OfficerRequest, name: str) -> int:
    text = request.POST.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise actions.Refused("请填写数字。")
    return int(text)


def _day(request: OfficerRequest, name: str) -> Any:
    try:
        return forms.DateField().clean(request.POST.get(name, ""))
    except forms.ValidationError as error:
        raise actions.Refused("请填写日期，形如 2026-03-09。") from error


def _approve(request: OfficerRequest, campaign: Campaign) -> str:
    actions.approve(campaign=campaign, by=request.acting, opinion=request.POST.get("opinion", ""))
    return "审核通过，已经排入发送。" if campaign.method != "offline" else "审核通过，可以发放材料。"


def _return(request: OfficerRequest, campaign: Campaign) -> str:
    actions.send_back(campaign=campaign, by=request.acting, opinion=request.POST.get("opinion", ""))
    return "已经退回。"


def _applied(request: OfficerRequest, campaign: Campaign) -> str:
    actions.record_applied(campaign=campaign, count=_number(request, "applied"), by=request.acting)
    return "申报数已经登记。"


def _hand_out(request: OfficerRequest, campaign: Campaign) -> str:
    wanted = [int(pk) for pk in request.POST.getlist("point") if pk.isascii() and pk.isdigit()]
    points = list(OfflinePoint.objects.filter(pk__in=wanted, agency__in=agencies_managed(request.acting)))
    if not points:
        raise actions.Refused("请至少选择一个点位。")
    count = actions.hand_out(
        campaign=campaign, points=points, sheets=_number(request, "sheets"), handed_on=_day(request, "handed_on"),
        by=request.acting,
    )  # fmt: skip
    return f"已经登记发放到{count}个点位。"


def _receive(request: OfficerRequest, campaign: Campaign) -> str:
    handed = HandOut.objects.select_related("campaign__agency", "point").filter(
        campaign=campaign, pk=_number(request, "hand_out")
    ).first()  # fmt: skip
    if handed is None:
        raise actions.Refused("没有这条发放记录，请刷新页面。")
    actions.receive(
        handed=handed, received_on=_day(request, "received_on"), received_by=request.POST.get("received_by", ""),
        note=request.POST.get("note", ""), by=request.acting,
    )  # fmt: skip
    return "签收已经登记。"


VERBS = {"approve": _approve, "return": _return, "applied": _applied, "hand-out": _hand_out, "receive": _receive}


@officer_required
@shared.reader_required
@require_safe
def paper(request: OfficerRequest, pk: int, name: str) -> HttpResponseBase:
    """The poster or leaflet of a push, with a code that leads to the public page and counts openings."""
    campaign = queries.campaign_of(pk, request.acting)
    release = public_releases().filter(item_id=campaign.item_id).first()
    if name not in PAPERS or release is None:
        raise Http404
    template, word = PAPERS[name]
    address = origin() + counted_path(campaign)
    data = {
        "title": release.title, "number": release.doc_number, "agency": release.agency.name, "site": site_name(),
        "summary": release.summary, "day": cn_date(timezone.localtime(release.published_at).date()),
        "audiences": "、".join(release.audiences), "address": address, "qr": qr_cells(address), "word": word,
    }  # fmt: skip
    response = HttpResponse(typeset(FOLDER / template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{campaign.pk}.pdf"'
    return response


def qr_cells(address: str) -> list[list[int]]:
    """Return the squares of a QR code, row by row; typst draws them."""
    import segno

    return [list(row) for row in segno.make(address, error="m", micro=False).matrix]
