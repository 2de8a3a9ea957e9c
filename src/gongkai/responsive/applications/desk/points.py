"""集中受理点: windows, shifts and trainings as registers; the hours with nobody there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.organisations.officer import (
    OfficerRequest,
    acting_of,
    desk_page,
    officer_required,
    permission_required,
    shell,
)
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, agencies_where, holders
from gongkai.base.ui.registers import Column, Register
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.desk.shared import tabs
from gongkai.responsive.applications.models import Point, Shift, Training
from gongkai.responsive.applications.permissions import ACCEPT, READ, Refused
from gongkai.responsive.applications.queries import points as queries
from gongkai.responsive.applications.rules.points import LOOK_AHEAD_SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpRequest

NAV = "applications"
REFUSALS = (Refused, NotAllowed, OutOfSight)


def _may(request: HttpRequest, verb: str, _entry: Any) -> bool:
    return acting_of(request).may_anywhere(READ if verb in {"view", "export"} else ACCEPT)


def _history(kind: str) -> Callable[[Any], list[dict[str, Any]]]:
    def history(entry: Any) -> list[dict[str, Any]]:
        found = events.events_of(Subject(f"application-{kind}", str(entry.pk))).order_by("-seq")[:50]
        return [
            {
                "at": event.at, "who": f"{event.actor_name}　{event.actor_role}", "what": label(event.tag),
                "changes": [{"label": name, "old": None, "new": value} for name, value in (event.new or {}).items()],
            }
            for event in found
        ]  # fmt: skip

    return history


class _AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Only agencies and people of whoever sits here; what is wrong is said by the verb."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.request = kwargs.pop("request", None)
        super().__init__(*args, **kwargs)

    def validate_constraints(self) -> None:
        """The verb says it in a sentence of its own."""

    def validate_unique(self) -> None:
        """The verb says it in a sentence of its own."""


TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PointForm(_AgencyForm):
    class Meta:
        model = Point
        fields = (
            "agency", "name", "address", "phone", "morning_from", "morning_until", "afternoon_from", "afternoon_until",
            "is_open",
        )  # fmt: skip
        widgets = dict.fromkeys(("morning_from", "morning_until", "afternoon_from", "afternoon_until"), TIME)


class ShiftForm(_AgencyForm):
    class Meta:
        model = Shift
        fields = ("point", "person", "on", "starts", "ends")
        widgets = {"on": DAY, "starts": TIME, "ends": TIME}


class TrainingForm(_AgencyForm):
    class Meta:
        model = Training
        fields = ("agency", "person", "on", "topic", "hours", "result")
        widgets = {"on": DAY}


def _save_point(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = Point.objects.get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_point(point=standing, by=acting_of(request), **form.cleaned_data)


def _save_shift(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = Shift.objects.get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_shift(shift=standing, by=acting_of(request), **form.cleaned_data)


def _save_training(request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    standing = Training.objects.get(pk=form.instance.pk) if form.instance.pk else None
    return actions.save_training(training=standing, by=acting_of(request), **form.cleaned_data)


CRUMBS = ({"label": "依申请", "url": "/desk/applications/"},)
POINTS = Register(
    name="application-points", title="集中受理点", noun="受理点",
    intro="当面接收申请的窗口。工作日按开放时间检查排班，无人值守的时段在“无人值守”中列出。",
    queryset=lambda request: queries.points(acting_of(request)),
    columns=[
        Column("name", "名称", sortable=True), Column("agency.label", "机关"), Column("address", "地址"),
        Column("phone", "电话"),
        Column("morning_from", "开放时间", value=lambda row: "，".join(str(one) for one in queries.hours_of(row))),
        Column("is_open", "在用", value=lambda row: "在用" if row.is_open else "停用"),
    ],
    search=["name", "address"], filters=["is_open"], ordering=("agency", "name"), form=PointForm, save=_save_point,
    history=_history("point"), may=_may, refusals=REFUSALS, crumbs=CRUMBS, context=lambda request: shell(request, NAV),
)  # fmt: skip
SHIFTS = Register(
    name="application-shifts", title="受理点排班", noun="排班",
    intro="谁在哪一天的什么时间在窗口值守。同一人同一时间只能在一个窗口。",
    queryset=lambda request: queries.shifts(acting_of(request)),
    columns=[
        Column("on", "日期", sortable=True), Column("starts", "开始"), Column("ends", "结束"),
        Column("point.name", "受理点"), Column("person.name", "值守人员"),
    ],
    search=["point__name", "person__name"], ordering=("-on", "starts"), form=ShiftForm, save=_save_shift,
    history=_history("shift"), may=_may, refusals=REFUSALS, crumbs=CRUMBS, context=lambda request: shell(request, NAV),
)  # fmt: skip
TRAININGS = Register(
    name="application-trainings", title="受理人员培训", noun="培训记录", intro="窗口人员的培训：日期、内容、学时和结果。",
    queryset=lambda request: queries.trainings(acting_of(request)),
    columns=[
        Column("on", "日期", sortable=True), Column("person.name", "人员"), Column("agency.label", "机关"),
        Column("topic", "内容"), Column("hours", "学时", right=True), Column("result", "结果"),
    ],
    search=["person__name", "topic"], ordering=("-on",), form=TrainingForm, save=_save_training,
    history=_history("training"), may=_may, refusals=REFUSALS, crumbs=CRUMBS, context=lambda request: shell(request, NAV),
)  # fmt: skip


@officer_required
@permission_required(READ)
@require_GET
def gaps(request: OfficerRequest) -> HttpResponseBase:
    """The hours to come on which a window is open and nobody is put down for it; windows without a trained person."""
    today = timezone.localdate()
    rows = []
    for point in queries.points(request.acting).filter(is_open=True):
        staff = holders(ACCEPT, point.agency)
        trained = set(queries.trainings(request.acting).filter(person__in=staff).values_list("person", flat=True))
        untrained = [one.name for one in staff if one.pk not in trained]
        rows.append({"point": point, "gaps": queries.gaps_of(point, today), "untrained": untrained})
    context = {
        "rows": rows, "source": LOOK_AHEAD_SOURCE, "may": agencies_where(request.acting, ACCEPT).exists(),
        "tabs": tabs(request.acting, "gaps"),
        "crumbs": list(CRUMBS),
    }  # fmt: skip
    return desk_page(request, "applications/desk/gaps.html", context, nav=NAV)
