"""Django's own words about a wrong field, as an officer or a citizen reads them: what to do, not what a field is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写或者选择这一项。"},
    forms.IntegerField: {"invalid": "请填写整数。"},
    forms.FloatField: {"invalid": "请填写数字。"},
    forms.DecimalField: {"invalid": "请填写数字。"},
    forms.DateField: {"invalid": "请填写存在的日期，例如2026-03-09。"},
    forms.TimeField: {"invalid": "请填写时间，例如09:30。"},
    forms.DateTimeField: {"invalid": "请填写日期和时间，例如2026-03-09 09:30。"},
    forms.URLField: {"invalid": "请填写完整的网址，以https://开头。"},
    forms.ChoiceField: {"invalid_choice": "没有“%(value)s”这个选项，请从列表中选择。"},
    forms.MultipleChoiceField: {"invalid_choice": "没有“%(value)s”这个选项，请从列表中选择。"},
    forms.ModelChoiceField: {"invalid_choice": "没有这个选项，请从列表中选择。"},
    forms.ModelMultipleChoiceField: {"invalid_choice": "没有“%(value)s”这个选项，请从列表中选择。"},
    forms.FileField: {
        "missing": "没有收到文件，请重新选择。",
        "empty": "这个文件是空的，请选择有内容的文件。",
        "invalid": "没有收到文件，请重新选择。",
    },
}
VALIDATORS: dict[type[Any], str] = {
    validators.MaxLengthValidator: "最多%(limit_value)d个字，现在有%(show_value)d个字，请缩短。",
    validators.MinLengthValidator: "至少%(limit_value)d个字，现在有%(show_value)d个字，请补充。",
    validators.MaxValueValidator: "不能大于%(limit_value)s。",
    validators.MinValueValidator: "不能小于%(limit_value)s。",
    validators.EmailValidator: "请填写完整的邮箱地址，例如name@example.com。",
    validators.URLValidator: "请填写完整的网址，以https://开头。",
}


SLUG = "只用小写英文字母、数字和连字符，不带空格，例如rent-2026。"


def speak() -> None:
    """Put these words in the place of Django's, once, when the application starts; a form's own words still win."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
    for validator, said in VALIDATORS.items():
        validator.message = said
    for one in (validators.validate_slug, validators.validate_unicode_slug):
        one.message = SLUG
