"""English at the desk: the English version of a document on the one road, and the names of agencies, columns and sites."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import Acting, agencies_where, agency_model, site_model
from gongkai.doors.site import actions, queries
from gongkai.doors.site.actions.english import NAME_FACTS
from gongkai.doors.site.desk.englishforms import NameForm, NewTranslationForm, TranslationForm
from gongkai.doors.site.desk.forms import WithdrawForm
from gongkai.doors.site.desk.pieces import REFUSALS, check_reader, piece_context, pill, standing
from gongkai.doors.site.desk.topics import NAV, PER_PAGE, tabs
from gongkai.doors.site.models import EnglishName, Translation
from gongkai.doors.site.queries.english import outdated_translations
from gongkai.doors.site.rules.english import LEVELS
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import State


@officer_required
@require_GET
def translations(request: OfficerRequest) -> HttpResponseBase:
    check_reader(request)
    rows = queries.visible(Translation, request.acting).select_related("source__agency")
    late = request.GET.get("late") == "1"
    outdated = set(outdated_translations(rows).values_list("pk", flat=True))
    page = Paginator(rows.filter(pk__in=outdated) if late else rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = []
    for row in page.object_list:
        edition = queries.edition_of(row)
        shown.append(
            {
                "translation": row,
                "edition": edition,
                "pill": pill(standing(row, edition)),
                "level": LEVELS[row.level],
                "outdated": row.pk in outdated,
                "chinese": row.source.editions.filter(number=row.of_edition).values_list("title", flat=True).first(),
            }
        )
    context = {
        "rows": shown,
        "page": page,
        "late": late,
        "outdated": len(outdated),
        "may_draft": request.acting.may_anywhere(DRAFTING),
        "tabs": tabs("english"),
    }
    return desk_page(request, "site/desk/translations.html", context, nav=NAV)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DRAFTING)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = NewTranslationForm(request.POST or None, by=request.acting, initial={"number": request.GET.get("of", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_translation(by=request.acting, **form.cleaned())
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已建立英文版，请填写摘要或者译文。")
            return redirect("site-desk:translation", made.pk)
    context = {"form": form, "word": "新建英文版", "back": reverse("site-desk:translations")}
    return desk_page(request, "site/desk/form.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def translation(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reader(request)
    found = queries.find(Translation, pk, request.acting)
    edition = queries.edition_of(found)
    source = list(
        found.source.editions.filter(state__in=[State.PUBLISHED, State.SUPERSEDED]).order_by("-number")
    )  # fmt: skip
    first = {name: getattr(found, name) for name in ("level", "summary", "body", "of_edition")}
    first |= {"title": edition.title, "version": edition.version}
    form = TranslationForm(request.POST or None, editions=source, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_translation(translation=found, by=request.acting, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("site-desk:translation", pk)
    public = next((one for one in source if one.state == State.PUBLISHED), None)
    context = piece_context(request, found) | {
        "form": form,
        "level": LEVELS[found.level],
        "html": mark_safe(edition.html),  # noqa: S308 cleaned by the allow-list when it was stored
        "source": public or next(iter(source), None),
        "source_key": found.source.key,
        "source_public": public is not None,
        "outdated": public is not None and public.number != found.of_edition,
        "withdraw_form": WithdrawForm(),
        "model": "english",
    }
    return desk_page(request, "site/desk/translation.html", context, nav=NAV, status=422 if form.errors else 200)


# --- names ------------------------------------------------------------------------------------------


def _sorts(by: Acting) -> dict[str, Any]:
    """Return what this person may name: the agencies in reach, the sites of theirs, the columns of those."""
    own = agencies_where(by, DRAFTING)
    sites = site_model().objects.filter(agency__in=own.values("pk"))
    below = Q(pk__in=own.values("pk"))
    for site in sites.filter(whole_tree=True).select_related("agency"):
        below |= Q(lineage__startswith=site.agency.lineage)
    columns = publishing.column_model().objects.filter(site__in=sites.values("pk"), visible=True)
    return {
        "site": sites.order_by("name"),
        "agency": agency_model().objects.filter(below, abolished_on__isnull=True).order_by("order", "code"),
        "column": columns.select_related("site__agency").order_by("order", "slug"),
    }


TITLES = {"site": "网站", "agency": "机关", "column": "栏目"}


@officer_required
@require_GET
def names(request: OfficerRequest) -> HttpResponseBase:
    check_reader(request)
    groups = []
    for sort, rows in _sorts(request.acting).items():
        known = {getattr(one, f"{sort}_id"): one for one in EnglishName.objects.exclude(**{sort: None})}
        lines = [{"row": row, "english": known.get(row.pk)} for row in rows]
        missing = sum(1 for line in lines if line["english"] is None)
        groups.append({"sort": sort, "title": TITLES[sort], "lines": lines, "missing": missing})
    context = {"groups": groups, "tabs": tabs("names"), "may_draft": request.acting.may_anywhere(DRAFTING)}
    return desk_page(request, "site/desk/english_names.html", context, nav=NAV)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(DRAFTING)
def name(request: OfficerRequest, sort: str, pk: int) -> HttpResponseBase:
    rows = _sorts(request.acting).get(sort)
    target = rows.filter(pk=pk).first() if rows is not None else None
    if target is None:
        raise Http404
    own = EnglishName.objects.filter(**{sort: target}).first()
    form = NameForm(
        request.POST or None, sort=sort, initial={fact: getattr(own, fact) for fact in NAME_FACTS} if own else {}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_in_english(target=target, facts=form.cleaned_data, by=request.acting)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已保存“{target.name}”的英文名称。")
            return redirect("site-desk:english-names")
    context = {"form": form, "word": f"英文名称：{target.name}", "back": reverse("site-desk:english-names")}
    return desk_page(request, "site/desk/form.html", context, nav=NAV, status=422 if form.errors else 200)
