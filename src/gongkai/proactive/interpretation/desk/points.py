"""The points of a visual reading: line by line, with the card as it will be seen beside them.

With script the card follows every change while the fields stay as they are; without, a button draws it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.desk.drawing import card_html, card_png, card_svg
from gongkai.proactive.interpretation.desk.working import NAV, load
from gongkai.proactive.interpretation.permissions import check_writing, may
from gongkai.proactive.interpretation.queries.carding import first_points, points_of
from gongkai.proactive.interpretation.rules import Status
from gongkai.proactive.interpretation.rules.cards import CARD_KINDS, SECTIONS, THEMES, card_kind
from gongkai.proactive.interpretation.rules.cards import Refused as PointsRefused

if TYPE_CHECKING:
    from gongkai.proactive.interpretation.models import Interpretation

BAR = "｜"
LINES = {"who": "每行一条。", "when": "每行一条。", "how": "每行一步，按先后写。", "warnings": "每行一条。"}
ROWS: dict[str, tuple[tuple[str, ...], str]] = {
    "amounts": (("label", "value", "note"), "每行：项目｜数额｜说明。如：一人户｜每月300元｜在新区就业的360元"),
    "changes": (("what", "old", "new"), "每行：事项｜原来｜现在。如：办理时间｜二十个工作日｜十个工作日"),
    "contacts": (("label", "value"), "每行：单位｜电话或地址。如：市住房城乡建设局｜000-60000000"),
}
HEADING = 16


class PointsForm(forms.Form):
    """Each field one line an entry; the cells of a row stand apart by “｜”. A section may be called otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="卡片标题", max_length=200)
    subtitle = forms.CharField(label="副标题", max_length=200, required=False)
    kind = forms.ChoiceField(
        label="这项政策做什么", choices=[(key, one.name) for key, one in CARD_KINDS.items()], required=False
    )
    theme = forms.ChoiceField(label="配色", choices=[(key, one.name) for key, one in THEMES.items()], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = card_kind(str(self["kind"].value() or ""))
        for name in SECTIONS:
            word = self.chosen.heading(name)
            help_text = LINES.get(name) or ROWS[name][1]
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = forms.CharField(label=word, required=False, widget=area, help_text=help_text)
            renamed = forms.TextInput(attrs={"placeholder": word, "data-heading": name})
            self.fields[f"heading_{name}"] = forms.CharField(
                label="改写栏目名称", required=False, max_length=HEADING, widget=renamed
            )

    def sections(self) -> list[dict[str, Any]]:
        return [{"name": name, "field": self[name], "heading": self[f"heading_{name}"]} for name in SECTIONS]

    def points(self) -> dict[str, Any]:
        """Return what is stored: as `rules.cards.points_from` takes it, with the theme beside."""
        said = self.cleaned_data
        found: dict[str, Any] = {name: said[name].strip() for name in ("title", "subtitle", "theme", "kind")}
        own = {name: said[f"heading_{name}"].strip() for name in SECTIONS}
        found["headings"] = {name: word for name, word in own.items() if word and word != self.chosen.heading(name)}
        for name in LINES:
            found[name] = [line.strip() for line in said[name].splitlines() if line.strip()]
        for name, (keys, _) in ROWS.items():
            found[name] = [
                dict(zip(keys, _cells(line, len(keys)), strict=True))
                for line in said[name].splitlines()
                if line.strip()
            ]
        return found

    @staticmethod
    def initial_of(points: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {name: points.get(name, "") for name in ("title", "subtitle", "theme")}
        found["kind"] = card_kind(str(points.get("kind") or "")).key
        found |= {f"heading_{name}": word for name, word in (points.get("headings") or {}).items()}
        for name in LINES:
            found[name] = "\n".join(points.get(name, []))
        for name, (keys, _) in ROWS.items():
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
    given = one.points or first_points(one, edition)
    form = PointsForm(request.POST or None, initial=PointsForm.initial_of(given) | {"version": edition.version})
    if "live" in request.POST:
        return _live(request, one, form)
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
        "sections": form.sections(),
        "headings": {name: form.chosen.heading(name) for name in SECTIONS},
        "policy": queries.policy_edition(one.policy),
    }
    return desk_page(request, "interpretation/desk/points.html", context, nav=NAV, status=422 if form.errors else 200)


def _live(request: OfficerRequest, one: Interpretation, form: PointsForm) -> HttpResponse:
    """Return the card of what is being typed and what is wrong with it, and nothing else: the page keeps its fields."""
    given = form.points() if form.is_valid() else None
    if given is not None:
        _checked(form, one, given)
    headings = {name: form.chosen.heading(name) for name in SECTIONS}
    faults = [str(fault) for several in form.errors.values() for fault in several]
    context = {"card": _preview(one, given) if given is not None else "", "headings": headings, "faults": faults}
    return render(request, "interpretation/desk/_preview.html", context)


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
