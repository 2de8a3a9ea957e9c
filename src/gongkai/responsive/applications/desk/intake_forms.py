"""A form of paper, a voice or a mail, as an officer enters it: how it came, what is asked for, who asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from gongkai.responsive.applications.desk.fields import choice, day, text
from gongkai.responsive.applications.rules import (
    APPLICANT_NAMES,
    CONFIRMATION_NAMES,
    DESK_DOORS,
    DOOR_NAMES,
    FORM_NAMES,
    IDENTITY_NAMES,
    METHOD_NAMES,
    Confirmation,
    Door,
)
from gongkai.responsive.applications.rules.forms import Matter, Party
from gongkai.responsive.applications.rules.helping import ARTICLE as HELP_ARTICLE
from gongkai.responsive.applications.rules.helping import HELP_NAMES
from gongkai.responsive.applications.rules.intake import MOST_MATTERS, MOST_PARTIES, MOST_TITLE

HOW = [one for one in CONFIRMATION_NAMES.items() if one[0] != Confirmation.APPLICANT]


class ArrivalForm(forms.Form):
    """How and when it came, and whether both sides confirmed it."""

    agency: forms.ModelChoiceField[Any] = forms.ModelChoiceField(label="受理机关", queryset=None, empty_label=None)
    door = choice("提交渠道", [(one, DOOR_NAMES[one]) for one in DESK_DOORS])
    arrived_on = day("到达日期", help_text="当面递交为当日，需签收的邮寄为签收日期，其他渠道为送到机关的日期。")
    confirmed_on = day(
        "双方确认日期", required=False, initial=None,
        help_text="平常信函、电子邮件、传真须与申请人确认，确认之日才是收到之日。还没有联系上的先留空，登记后在“待确认收到”中办理。",
    )  # fmt: skip
    confirmed_how = choice("确认方式", HOW, required=False)
    external_id = forms.CharField(
        label="来件编号", max_length=100, required=False, help_text="纸质收文簿编号、挂号信号码等，用来避免重复登记。"
    )
    form = choice("提供形式", FORM_NAMES.items())
    method = choice("获取方式", METHOD_NAMES.items())
    original = text("口述记录", rows=5, required=False, help_text="当面口述的，按申请人的原话记下。加密保存。")
    read_back = forms.BooleanField(label="已向申请人宣读，申请人确认无误", required=False)
    help_wanted = forms.MultipleChoiceField(
        label="申请人需要的帮助", choices=HELP_NAMES.items(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=f"阅读困难或者有视听障碍的，应当提供必要的帮助（{HELP_ARTICLE.brief}）。",
    )  # fmt: skip

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("door") == Door.ORAL:
            if not data.get("original", "").strip():
                self.add_error("original", "请写下申请人口述的内容。")
            if not data.get("read_back"):
                self.add_error("read_back", "请向申请人宣读，确认无误后勾选。")
        if data.get("confirmed_on"):
            if not Door(data["door"]).channel.needs_confirmation if data.get("door") else False:
                data["confirmed_on"], data["confirmed_how"] = None, ""  # it counts from the day it came
            elif not data.get("confirmed_how"):
                self.add_error("confirmed_how", "请选择怎样确认的。")
        if data.get("arrived_on") and data["arrived_on"] > timezone.localdate():
            self.add_error("arrived_on", "到达日期不能晚于今天，请核对。")
        return data


class RowForm(forms.Form):
    """One row of several; the first must be filled in, the others may stay empty."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, first: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed if first else ():
            self.fields[name].required = True


class MatterForm(RowForm):
    needed = ("title",)
    title = forms.CharField(
        label="申请内容",
        max_length=MOST_TITLE,
        required=False,
        help_text="信息的名称、文号或者其他特征，一行写一件事。",
    )
    description = text("内容描述", rows=3, required=False)

    @property
    def matter(self) -> Matter:
        return Matter(self.cleaned_data.get("title", ""), self.cleaned_data.get("description", ""))


class PartyForm(RowForm):
    needed = ("kind", "name")
    kind = choice("申请人类别", APPLICANT_NAMES.items(), required=False)
    name = forms.CharField(label="姓名或者名称", max_length=100, required=False)
    identity = choice("证件类型", IDENTITY_NAMES.items(), required=False)
    identity_number = forms.CharField(label="证件号码", max_length=60, required=False)
    phone = forms.CharField(label="电话", max_length=30, required=False)
    email = forms.CharField(label="电子邮箱", max_length=120, required=False)
    address = forms.CharField(label="通信地址", max_length=200, required=False)
    postal_code = forms.CharField(label="邮政编码", max_length=6, required=False)
    fax = forms.CharField(label="传真", max_length=30, required=False)
    representative = forms.CharField(label="法定代表人或者负责人", max_length=60, required=False)
    contact = forms.CharField(label="联系人", max_length=60, required=False)
    agent = forms.CharField(label="代理人", max_length=60, required=False)

    @property
    def party(self) -> Party:
        return Party(**self.cleaned_data)


class Sheet:
    """The three parts of an entered form together; how many matters and applicants it has comes with the post.

    While a row is added nothing is judged: what was typed is shown again without a word of what is missing.
    """

    def __init__(self, data: Any, *, agencies: Any, initial: dict[str, Any] | None = None) -> None:
        self.more = bool(data and data.get("more"))
        self.data: Any = None if self.more else data
        posted = data if self.more else None
        again = initial or {} if posted is None else typed_in(posted, ArrivalForm)
        self.arrival = ArrivalForm(self.data, agencies=agencies, initial=again)
        self.matters = [
            self._row(MatterForm, "m", place, posted) for place in range(_count(data, "matters", MOST_MATTERS))
        ]
        self.parties = [
            self._row(PartyForm, "p", place, posted) for place in range(_count(data, "parties", MOST_PARTIES))
        ]

    def _row(self, kind: type[RowForm], letter: str, place: int, posted: Any) -> Any:
        prefix = f"{letter}{place}"
        return kind(self.data, prefix=prefix, first=place == 0, initial=typed_in(posted, kind, f"{prefix}-"))

    @property
    def forms(self) -> list[forms.Form]:
        return [self.arrival, *self.matters, *self.parties]

    def is_valid(self) -> bool:
        return all([one.is_valid() for one in self.forms])  # noqa: C419 - every form must be checked, for its errors

    def facts(self) -> dict[str, Any]:
        """Return the arguments of `actions.submit`; rows left empty behind the first do not count."""
        data = dict(self.arrival.cleaned_data)
        data.pop("read_back")
        matters = [one.matter for one in self.matters]
        named = [one for one in matters if one.title.strip() or one.description.strip()]
        parties = [one.party for one in self.parties]
        present = [one for one in parties if one.name.strip() or one.kind]
        return data | {"matters": named or matters[:1], "parties": present or parties[:1]}


def typed_in(posted: Any, kind: type[forms.Form], prefix: str = "") -> dict[str, Any]:
    """Return what a post holds for a form, as it was typed."""
    if posted is None:
        return {}
    return {
        name: _typed(posted, field, f"{prefix}{name}")
        for name, field in kind.base_fields.items()
        if f"{prefix}{name}" in posted
    }


def _typed(posted: Any, field: forms.Field, name: str) -> Any:
    return posted.getlist(name) if isinstance(field, forms.MultipleChoiceField) else posted[name]


def _count(data: Any, name: str, most: int) -> int:
    """Return how many rows were shown, one more where the person asked for it."""
    typed = data.get(name, "") if data else ""
    count = int(typed) if typed.isdecimal() else 1
    return max(1, min(count + (1 if data and data.get("more") == name else 0), most))
