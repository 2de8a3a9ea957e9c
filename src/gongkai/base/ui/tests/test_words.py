"""A field that was filled in wrongly says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "请填写或者选择这一项。"),
        (forms.CharField(max_length=3), "一二三四", "最多3个字，现在有4个字，请缩短。"),
        (forms.IntegerField(), "三", "请填写整数。"),
        (forms.IntegerField(max_value=9), "10", "不能大于9。"),
        (forms.IntegerField(min_value=1), "0", "不能小于1。"),
        (forms.DateField(), "2026-02-30", "请填写存在的日期，例如2026-03-09。"),
        (forms.EmailField(), "qian", "请填写完整的邮箱地址，例如name@example.com。"),
        (forms.URLField(assume_scheme="https"), "不是网址", "请填写完整的网址，以https://开头。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "没有“b”这个选项，请从列表中选择。"),
        (forms.CharField(error_messages={"required": "请填写标题。"}), "", "请填写标题。"),
    ],
)
def test_what_is_wrong_is_said_as_something_to_do(field: forms.Field, typed: Any, said: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]
