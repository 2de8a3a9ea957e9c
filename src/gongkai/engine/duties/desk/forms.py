from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from gongkai.base.organisations.queries import holders, person_model
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import Unreadable, decoded, read_notice_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.engine.duties.models import Duty

SAMPLE = "2027-01-01至2027-01-03,元旦,放假\n2027-02-07,春节,上班"


class NoticeForm(forms.Form):
    """A notice pasted or uploaded. What the text itself says (JSON) goes before the fields."""

    number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="国务院办公厅通知的文号，例如“国办发明电〔2025〕7号”。JSON 中已写明的不必再填。",
    )
    issued = forms.DateField(
        label="印发日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.URLField(label="通知原文地址", required=False, assume_scheme="https")
    text = forms.CharField(
        label="放假安排",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "placeholder": SAMPLE, "spellcheck": "false"}),
        help_text="每行写“日期,节日,放假或上班”，可从表格直接粘贴；也可粘贴 JSON。",
    )
    file = forms.FileField(label="或上传文件", required=False, help_text="CSV 或 JSON 文件。")
    confirmed = forms.BooleanField(label="我已与通知原文逐日核对，确认录入", required=False)

    def clean(self) -> dict[str, Any]:
        """Raises nothing: what cannot be read becomes one error a line on the field it came from."""
        data = super().clean() or {}
        given = {
            "number": data.get("number") or None,
            "issued": data.get("issued"),
            "source": data.get("source") or None,
        }
        upload = data.get("file")
        try:
            text = decoded(upload.read()) if upload else data.get("text") or ""
            # A browser does not send a file twice: when the form comes back, what was in it stands in the text field.
            self.data = {**self.data.dict(), "text": text} if hasattr(self.data, "dict") else self.data
            data["notice"] = read_notice_text(text, **given)
        except Unreadable as error:
            self.add_error("file" if upload else "text", [forms.ValidationError(line) for line in error.problems])
        return data


class AssignForm(forms.Form):
    """Who holds one duty: whoever may read duties there."""

    person: Any = forms.ModelChoiceField(
        queryset=None, label="经办人", required=False, empty_label="不指定，由岗位办理",
        help_text="到期前提醒经办人和他的代理人；不指定时提醒所有有权办理的人。",
    )  # fmt: skip

    def __init__(self, duty: Duty, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"person": duty.person_id})
        people = [person.pk for person in holders(Permission.DUTIES_READ, duty.agency)]
        field: Any = self.fields["person"]
        field.queryset = person_model().objects.filter(pk__in=people)
