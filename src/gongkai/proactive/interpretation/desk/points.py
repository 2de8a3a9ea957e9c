"""The points of a visual reading: line by line, with the card as it will be seen beside them. Works without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.desk.drawing import card_html, card_png, card_svg
from gongkai.proactive.interpretation.desk.working import NAV, load
from gongkai.proactive.interpretation.permissions import check_writing, may
from gongkai.proactive.interpretation.queries.carding import points_of
from gongkai.proactive.interpretation.rules import Status
from gongkai.proactive.interpretation.rules.cards import THEMES
from gongkai.proactive.interpretation.rules.cards import Refused as PointsRefused

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.interpretation.models import Interpretation

BAR = "｜"
LINES = {"who": "谁能享受", "when": "什么时候", "how": "怎么办理", "warnings": "特别提醒"}
ROWS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "amounts": ("能得多少", ("label", "value", "note"), "一人户｜每月300元｜在川北新区就业的360元"),
    "changes": ("新旧对比", ("what", "old", "new"), "办理时间｜二十个工作日｜十个工作日"),
    "contacts": ("咨询方式", ("label", "value"), "市住房城乡建设局｜000-60000000"),
}


def _area(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text)


class PointsForm(forms.Form):
    """Each field one line an entry; the cells of a row stand apart by “｜”."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="卡片标题", max_length=200)
    subtitle = forms.CharField(label="副标题", max_length=200, required=False)
    who = _area(LINES["who"], "每行一条。")
    amounts = _area(ROWS["amounts"][0], f"每行：项目｜数额｜说明。如：{ROWS['amounts'][2]}")
    when = _area(LINES["when"], "每行一条。")
    how = _area(LINES["how"], "每行一步，按先后写。")
    changes = _area(ROWS["changes"][0], f"每行：事项｜原来｜现在。如：{ROWS['changes'][2]}")
    warnings = _area(LINES["warnings"], "每行一条。")
    contacts = _area(ROWS["contacts"][0], f"每行：单位｜电话或地址。如：{ROWS['contacts'][2]}")
    theme = forms.ChoiceField(label="配色", choices=[(key, one.name) for key, one in THEMES.items()], required=False)

    def points(self) -> dict[str, Any]:
        """Return what is stored: as `rules.cards.points_from` takes it, with the theme beside."""
        said = self.cleaned_data
        found: dict[str, Any] = {name: said[name].strip() for name in ("title", "subtitle", "theme")}
        for name in LINES:
            found[name] = [line.strip() for line in said[name].splitlines() if line.strip()]
        for name, (_, keys, _) in ROWS.items():
            found[name] = [
                dict(zip(keys, _cells(line, len(keys)), strict=True))
                for line in said[name].splitlines()
                if line.strip()
            ]
        return found

    @staticmethod
    def initial_of(points: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {name: points.get(name, "") for name in ("title", "subtitle", "theme")}
        for name in LINES:
            found[name] = "\n".join(points.get(name, []))
        for name, (_, keys, _) in ROWS.items():
            found[name] = "\n".join(
                BAR.join(row.get(key, "") for key in keys).rstrip(BAR) for row in points.get(name, [])
            )
        return found


def _cells(line: str, many: int) -> list[str]:
    cells = [cell.strip() for cell in line.replace("|", BAR).split(BAR, many - 1)]
    return cells + [""] * (many - len(cells))


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def points(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Fill in the points; «预览» shows the card of what is typed, «保存» keeps it too."""
    one = load(request, pk)
    edition = queries.edition_of(one)
    if one.status != Status.DRAFT or not may(check_writing, one, request.acting):
        raise Http404
    initial = PointsForm.initial_of(one.points or _first(one, edition)) | {"version": edition.version}
    form = PointsForm(request.POST or None, initial=initial)
    given = one.points or _first(one, edition)
    if request.method == "POST" and form.is_valid():
        given = form.points()
        if _checked(form, one, given) and "save" in request.POST:
            try:
                actions.save(
                    interpretation=one, version=form.cleaned_data["version"], by=request.acting, title=edition.title,
                    html=edition.html, points=given,
                )  # fmt: skip
            except (Refused, Stale, NotAllowed) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "已保存图解要点。")
                return redirect("interpretation:points", pk)
    context = {
        "one": one,
        "edition": edition,
        "form": form,
        "card": _preview(one, given),
        "saved": bool(one.points),
        "policy": queries.policy_edition(one.policy),
    }
    return desk_page(request, "interpretation/desk/points.html", context, nav=NAV, status=422 if form.errors else 200)


def _first(one: Interpretation, edition: Edition) -> dict[str, Any]:
    del one
    return {"title": edition.title[:40], "theme": ""}


def _checked(form: PointsForm, one: Interpretation, given: dict[str, Any]) -> bool:
    try:
        points_of(one, given)
    except PointsRefused as error:
        for sentence in error.sentences:
            form.add_error(None, sentence)
        return False
    return True


def _preview(one: Interpretation, given: dict[str, Any]) -> str:
    try:
        return card_html(points_of(one, given), str(given.get("theme") or ""))
    except PointsRefused:
        return ""


@officer_required
@require_GET
def picture(request: OfficerRequest, pk: int, form: str) -> HttpResponse:
    """Hand out the saved card as SVG or PNG: to look at before it is public."""
    one = load(request, pk)
    if not one.points:
        raise Http404
    try:
        told, theme = points_of(one, one.points), str(one.points.get("theme") or "")
    except PointsRefused as error:
        raise Http404(str(error)) from error
    content: str | bytes = card_svg(told, theme) if form == "svg" else card_png(told, theme)
    response = HttpResponse(content, content_type="image/svg+xml" if form == "svg" else "image/png")
    response["Content-Disposition"] = f'attachment; filename="card-{pk}.{form}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response
