"""The forms for opinions that came on paper, or are not waited for any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.responsive.applications.desk.fields import choice, text
from gongkai.responsive.applications.desk.verb_forms import VerbForm
from gongkai.responsive.applications.rules.on_paper import CAME_NAMES, COUNSELLED_NAMES

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, Opinion

WORDS = "收到的意见，或者不再等待的理由"
GIVER = "例如“房屋征收科 李某”“某律师事务所”。不再等待的不用填写。"


class OpinionForm(VerbForm):
    opinion: Any = forms.ModelChoiceField(label="哪个科室", queryset=None, empty_label=None)
    how = choice("情况", CAME_NAMES.items())
    words = text(WORDS, rows=4, help_text="不写申请人的个人信息。")
    giver = forms.CharField(label="谁反馈的", max_length=60, required=False, help_text=GIVER)

    def prepare(self, application: Application) -> None:
        field: Any = self.fields["opinion"]
        field.queryset = application.opinions.filter(answered_on__isnull=True).select_related("division")
        field.label_from_instance = _label


def _label(opinion: Opinion) -> str:
    return f"{opinion.division.name}（{opinion.asked_on.month}月{opinion.asked_on.day}日征求）"


class CounselForm(VerbForm):
    how = choice("情况", COUNSELLED_NAMES.items())
    words = text(WORDS, rows=4, help_text="不写申请人的个人信息。")
    giver = forms.CharField(label="谁出具的", max_length=60, required=False, help_text=GIVER)
