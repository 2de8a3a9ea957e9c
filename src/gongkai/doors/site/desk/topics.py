"""Topics at the desk: the list, a page with its blocks, a form for each block, and the preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import default_site, site_model
from gongkai.doors.site import actions, queries
from gongkai.doors.site.context import navigation, shell
from gongkai.doors.site.desk import blockforms
from gongkai.doors.site.desk.forms import NewTopicForm, TopicForm, WithdrawForm
from gongkai.doors.site.desk.pieces import REFUSALS, check_reader, piece_context, pill, standing
from gongkai.doors.site.models import Topic
from gongkai.doors.site.queries.blocks import desk_picture, topic_page
from gongkai.doors.site.rules import BLOCK_KINDS
from gongkai.doors.site.rules.banners import TONES
from gongkai.doors.site.rules.blocks import typed_again
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing.actions import Refused

PER_PAGE = 30
NAV = "site-pieces"


@officer_required
@require_GET
def topics(request: OfficerRequest) -> HttpResponseBase:
    check_reader(request)
    page = Paginator(queries.visible(Topic, request.acting), PER_PAGE).get_page(request.GET.get("page"))
    rows = []
    for topic in page.object_list:
        edition = queries.edition_of(topic)
        rows.append({"topic": topic, "edition": edition, "pill": pill(standing(topic, edition))})
    context = {"rows": rows, "page": page, "may_draft": request.acting.may_anywhere(DRAFTING), "tabs": tabs("topics")}
    return desk_page(request, "site/desk/topics.html", context, nav=NAV)


def tabs(current: str) -> list[dict[str, Any]]:
    names = {
        "topics": ("专题", "site-desk:topics"),
        "reposts": ("转载和上级网站信息", "site-desk:reposts"),
        "english": ("英文版", "site-desk:translations"),
        "names": ("英文名称", "site-desk:english-names"),
    }
    return [
        {"label": label, "url": reverse(url), "current": key == current} for key, (label, url) in names.items()
    ]  # fmt: skip


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DRAFTING)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = NewTopicForm(request.POST or None, by=request.acting)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_topic(by=request.acting, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已建立专题，请逐个添加版块。")
            return redirect("site-desk:topic", made.pk)
    context = {"form": form, "word": "新建专题", "back": reverse("site-desk:topics")}
    return desk_page(request, "site/desk/form.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reader(request)
    found = queries.find(Topic, pk, request.acting)
    edition = queries.edition_of(found)
    first = {"title": edition.title, "lede": found.lede, "order": found.order, "columns": found.columns}
    form = TopicForm(
        request.POST or None, agency=found.item.agency, initial=first | {"version": edition.version}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.describe_topic(topic=found, by=request.acting, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("site-desk:topic", pk)
    context = piece_context(request, found) | {
        "form": form,
        "blocks": [block | {"kind_name": BLOCK_KINDS[block["kind"]]} for block in found.blocks],
        "kinds": BLOCK_KINDS,
        "tone_name": TONES[found.banner.get("tone", "")],
        "picture": desk_picture(found, edition),
        "withdraw_form": WithdrawForm(),
        "model": "topics",
    }
    return desk_page(request, "site/desk/topic.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DRAFTING)
def block(request: OfficerRequest, pk: int, kind: str = "", block: str = "") -> HttpResponseBase:
    """Add a block of a kind, or change the one with this id."""
    found = queries.find(Topic, pk, request.acting)
    stands = next((one for one in found.blocks if one["id"] == block), None)
    kind = stands["kind"] if stands else kind
    if kind not in BLOCK_KINDS or (block and stands is None):
        raise Http404
    first = blockforms.initial(typed_again(stands)) if stands else {}
    version = queries.edition_of(found).version
    form = blockforms.FORMS[kind](
        request.POST or None, agency=found.item.agency, initial=first | {"version": version}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, found, form, kind, block)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('site-desk:topic', args=[pk])}#blocks")
    context = {
        "form": form, "word": f"{'修改' if stands else '添加'}版块：{BLOCK_KINDS[kind]}",
        "back": reverse("site-desk:topic", args=[pk]),
    }  # fmt: skip
    return desk_page(request, "site/desk/form.html", context, nav=NAV, status=422 if form.errors else 200)


def _keep(request: OfficerRequest, topic: Topic, form: blockforms.BlockForm, kind: str, block: str) -> None:
    version, said = form.cleaned_data["version"], blockforms.typed(form.cleaned_data)
    if block:
        actions.edit_block(topic=topic, version=version, block=block, typed=said, by=request.acting)
    else:
        actions.add_block(topic=topic, version=version, kind=kind, typed=said, by=request.acting)


@officer_required
@require_POST
@permission_required(DRAFTING)
def arrange(request: OfficerRequest, pk: int, block: str) -> HttpResponseBase:
    """Move a block up or down, or remove it."""
    found = queries.find(Topic, pk, request.acting)
    version, what = request.POST.get("version", ""), request.POST.get("what", "")
    number = int(version) if version.isascii() and version.isdigit() else 0
    try:
        match what:
            case "up" | "down":
                actions.move_block(topic=found, version=number, block=block, up=what == "up", by=request.acting)
            case "remove":
                actions.remove_block(topic=found, version=number, block=block, by=request.acting)
            case _:
                raise Refused("请选择上移、下移或者删除。")
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('site-desk:topic', args=[pk])}#blocks")


@officer_required
@require_GET
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the working copy as the public page will be; only behind the desk, and never kept."""
    check_reader(request)
    found = queries.find(Topic, pk, request.acting)
    edition = queries.edition_of(found)
    site = site_model().objects.filter(agency=found.item.agency).select_related("agency").first() or default_site()
    if site is None:
        raise Http404
    facts = {
        "title": edition.title,
        "summary": found.lede,
        "blocks": found.blocks,
        "banner": found.banner,
        "agency": {"name": found.item.agency.name, "code": found.item.agency.code},
    }
    context = topic_page(facts, site, desk_picture(found, edition)) | {
        "site": shell(site, request),
        "nav": navigation("/topics/", []),
        "messages": (),
        "preview_back": reverse("site-desk:topic", args=[pk]),
    }
    return render(request, "site/desk/topic_preview.html", context)
