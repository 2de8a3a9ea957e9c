"""Themes at the desk: how complete each is (应归尽归), one with its sections, and its way to the public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import CLEAR, KINDS
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.themes import actions, queries, rules
from gongkai.proactive.themes.actions.keeping import subject_of
from gongkai.proactive.themes.desk.forms import ClearForm, NothingForm, ReasonForm, ThemeForm, initial_of
from gongkai.proactive.themes.desk.shared import GET_POST, PER_PAGE, as_csv, check_reads, history, page
from gongkai.proactive.themes.permissions import CLEARING, MANAGE

if TYPE_CHECKING:
    from django import forms

    from gongkai.engine.publishing.models import Edition, Release
    from gongkai.proactive.themes.models import Theme
    from gongkai.proactive.themes.queries import Report

REFUSALS = (actions.Refused, NotAllowed, OutOfSight)
STATES = {"missing": "有缺漏", "late": "超过期限", "stale": "长时间没有更新", "public": "已公开", "work": "未公开"}
# verb → (heading, button, what the person is told afterwards)
WORDS = {
    "clear": ("核对和保密审查", "同意公开", "已核对，可以发布。"),
    "release": ("发布", "发布", "已发布。"),
    "return": ("退回修改", "退回", "已退回。"),
    "gather": ("重新归集", "重新归集", "已重新归集。"),
}
FORMS: dict[str, type[forms.Form]] = {
    "clear": ClearForm, "release": NothingForm, "return": ReasonForm, "gather": NothingForm,
}  # fmt: skip


def _is(report: Report, state: str) -> bool:
    return {
        "missing": bool(report.missing or report.lacks), "late": report.is_late, "stale": report.is_stale,
        "public": report.is_public, "work": not report.is_public,
    }.get(state, True)  # fmt: skip


def _asked(request: OfficerRequest) -> dict[str, str]:
    return {
        name: request.GET.get(name, "").strip()[: rules.LONGEST_QUERY]
        for name in ("q", "origin", "agency", "batch", "state")
    }


def _found(request: OfficerRequest) -> list[Report]:
    check_reads(request)
    wanted = _asked(request)
    rows = queries.listed(request.acting)
    if wanted["q"]:
        rows = rows.filter(Q(title__icontains=wanted["q"]) | Q(superior_number=wanted["q"]))
    for name, field in (("origin", "origin"), ("agency", "item__agency__code"), ("batch", "batch")):
        if wanted[name]:
            rows = rows.filter(**{field: wanted[name]})
    found = [one for one in queries.reports(request.acting, rows) if _is(one, wanted["state"])]
    return sorted(found, key=lambda one: (not one.warnings, -one.missing, one.theme.title))


@officer_required
@require_GET
def overview(request: OfficerRequest) -> HttpResponseBase:
    """Every theme with what it lacks, the incomplete ones first."""
    found = _found(request)
    everything = queries.listed(request.acting)
    views = getattr(request, "views_of", None)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "rows": [
            {"one": one, "views": views(one.theme.item.key) if views and one.is_public else None} for one in shown
        ],
        "total_word": f"共{len(found)}个",
        "missing": sum(one.missing for one in found),
        "lacking": sum(bool(one.lacks) for one in found),
        "late": sum(one.is_late for one in found),
        "wanted": _asked(request),
        "narrowed": any(_asked(request).values()),
        "agencies": queries.agencies_listed(request.acting),
        "batches": sorted({batch for batch in everything.order_by().values_list("batch", flat=True) if batch}),
        "origins": rules.ORIGIN_NAMES.items(),
        "states": STATES.items(),
        "manages": request.acting.may_anywhere(MANAGE),
        "query": request.GET.urlencode(),
        "stale_source": rules.STALE_SOURCE,
    }
    return page(request, "overview", context)


@officer_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    views = getattr(request, "views_of", None)
    head = [
        "专题", "维护机关", "来源", "部署机关", "上级专题编号", "批次", "完成期限", "符合范围", "已归入", "认定不归入", "待认定", "认定率",
        "缺少版块", "公开", "最近更新", "浏览次数", "提醒",
    ]  # fmt: skip
    lines = [
        [
            one.theme.title, one.theme.item.agency.name, one.theme.get_origin_display(), one.theme.superior_name,
            one.theme.superior_number, one.theme.batch, one.theme.due_on or "", one.matched, one.inside, one.out,
            one.missing, one.shown, "、".join(one.lacks), "是" if one.is_public else "否", one.updated_on or "",
            views(one.theme.item.key) if views and one.is_public else "", "；".join(one.warnings),
        ]
        for one in _found(request)
    ]  # fmt: skip
    return as_csv("themes", [head, *lines])


@officer_required
@permission_required(MANAGE)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Make a theme and look at once for what belongs to it."""
    form = ThemeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                theme = actions.create(
                    agency=form.cleaned_data["agency"], slug=form.cleaned_data["slug"], facts=form.facts(),
                    received=form.received(), by=request.acting,
                )  # fmt: skip
                count = actions.gather(theme=theme, by=request.acting)
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已建立专题，找到{count}件候选内容，请逐件认定。")
                return redirect("themes:candidates", theme.pk)
    context = {"form": form, "heading": "建立政策专题", "button": "建立并归集", "back": reverse("themes:overview")}
    return page(request, "form", context, {"label": "建立政策专题"}, status=status)


@officer_required
@permission_required(MANAGE)
@require_http_methods(GET_POST)
def edit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    theme = queries.find(pk, request.acting)
    form = ThemeForm(request.POST or None, theme=theme, initial=initial_of(theme))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = form.facts()
            changes = {name: getattr(facts, name) for name in actions.Facts.__dataclass_fields__}
            try:
                actions.edit(theme=theme, changes=changes, reason=form.cleaned_data["reason"], by=request.acting)
                actions.gather(theme=queries.find(pk, request.acting), by=request.acting)
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "已保存，并按新的收录范围重新归集。")
                return redirect("themes:theme", pk)
    here = {"label": theme.title, "url": reverse("themes:theme", args=[pk])}
    context = {"form": form, "heading": f"修改：{theme.title}", "button": "保存", "back": here["url"]}
    return page(request, "form", context, here, {"label": "修改"}, status=status)


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _shown(request, queries.find(pk, request.acting))


def _offered(request: OfficerRequest, theme: Theme, edition: Edition) -> list[str]:
    by, agency = request.acting, theme.item.agency
    found: list[str] = []
    if edition.state == EditionState.PREPARING:
        missing = publishing.missing_steps(edition)
        own = by.person is not None and edition.author_id == by.person.pk
        if missing and by.may(CLEARING, agency) and not own:
            found += ["clear", "return"]
        if not missing and by.may(Permission.PUBLISHING_RELEASE, agency):
            found.append("release")
    return [*found, "gather"] if by.may(MANAGE, agency) else found


def _shown(
    request: OfficerRequest, theme: Theme, verb: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponseBase:
    edition = queries.edition_of(theme)
    working = edition.state == EditionState.PREPARING
    report = queries.report_of(theme)
    views = getattr(request, "views_of", None)
    offers = [
        {"verb": one, "heading": WORDS[one][0], "button": WORDS[one][1], "open": one in {"clear", "release", verb},
         "form": form if one == verb and form is not None else FORMS[one](prefix=one)}
        for one in _offered(request, theme, edition)
    ]  # fmt: skip
    context = {
        "theme": theme,
        "report": report,
        "working": working,
        "missing": [step.name for step in publishing.missing_steps(edition)] if working else [],
        "defects": KINDS[rules.KIND].defects(edition) if working else [],
        "seen": publishing.review_digest(edition),
        "path": rules.path_of(theme.item.key),
        "views": views(theme.item.key) if views and report.is_public else None,
        "sections": [
            {"key": key, "name": name, "entries": [_member(one) for one in queries.candidates(theme).filter(state="in", section=key).order_by("order", "pk")]}
            for key, name in rules.SECTION_NAMES.items()
        ],
        "names": rules.SECTION_NAMES.items(),
        "offers": offers,
        "refused": form if form is not None and form.errors and verb not in {one["verb"] for one in offers} else None,
        "history": history(subject_of(theme)),
        "manages": request.acting.may(MANAGE, theme.item.agency),
    }  # fmt: skip
    return page(request, "theme", context, {"label": theme.title}, status=status)


def _member(entry: Any) -> dict[str, Any]:
    release: Release = entry.target.release
    return {
        "entry": entry,
        "title": release.title,
        "url": KINDS[release.kind].path(release.key),
        "agency": release.agency.label,
    }


def _run(verb: str, theme: Theme, form: forms.Form, request: OfficerRequest) -> object:
    by, data = request.acting, form.cleaned_data
    if verb == "clear":
        answers = {name: data[name] for name in CLEAR.checks}
        seen = request.POST.get("seen", "")
        return actions.clear(theme=theme, answers=answers, opinion=data["opinion"], seen=seen, by=by)
    if verb == "return":
        return actions.send_back(theme=theme, opinion=data["reason"], by=by)
    if verb == "gather":
        return actions.gather(theme=theme, by=by)
    return actions.release(theme=theme, by=by)


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    if verb not in WORDS:
        raise Http404
    theme = queries.find(pk, request.acting)
    form = FORMS[verb](request.POST, prefix=verb)
    if not form.is_valid():
        return _shown(request, theme, verb, form, 422)
    try:
        _run(verb, theme, form, request)
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return _shown(request, queries.find(pk, request.acting), verb, form, 409)
    messages.success(request, WORDS[verb][2])
    return redirect("themes:theme", pk)
