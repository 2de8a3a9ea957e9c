"""Form fields of our own: rich text with the platform's one allow-list, and lists typed as words."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from gongkai.base.files.rules import clean_html

EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Heading": {"levels": [2, 3, 4]},
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "Link": {"enableTarget": False},
        "Superscript": True,
        "HardBreak": True,
        "Fullscreen": True,
    }
}


class RichTextField(ProseEditorFormField):
    """The editor; what it sends is cleaned by the same allow-list as uploads, whatever the browser did."""

    def __init__(self, **options: Any) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            config=EDITOR, sanitize=clean_html, **options
        )


class KeywordsField(forms.CharField):
    """Words divided by 、，；, or line breaks; cleaned to a list without repeats."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        words = [word.strip() for word in re.split(r"[、，,；;\n]+", value or "") if word.strip()]
        return list(dict.fromkeys(words))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        del value
