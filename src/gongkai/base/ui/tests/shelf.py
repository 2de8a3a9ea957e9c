"""A register for tests, over the one table this package has."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.contrib.auth import get_user_model

from gongkai.base.ui.models import SavedView
from gongkai.base.ui.registers import BulkAction, Column, ImportPlan, Register


class Refused(Exception):
    pass


class Line(forms.Form):
    name = forms.CharField(label="名称", max_length=32)
    query = forms.CharField(label="条件", required=False)


class Entry(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["person", "register", "name", "query"]


def owner():
    return get_user_model().objects.get(username="lin")


def store(request, form):
    _, new = SavedView.objects.update_or_create(
        person=owner(),
        register="shelf-data",
        name=form.cleaned_data["name"],
        defaults={"query": form.cleaned_data["query"]},
    )
    return "新增" if new else "更新"


def clear(request, chosen):
    if chosen.filter(name="留着").exists():
        raise Refused("“留着”不能删除，请先取消勾选。")
    count = chosen.count()
    chosen.delete()
    return f"已删除{count}条"


def may(request, verb, entry):
    return not (request.user.username == "zhou" and verb in {"add", "import", "bulk.clear", "change"})


SHELF = Register(
    name="shelf",
    title="书架",
    noun="书",
    queryset=lambda request: SavedView.objects.filter(register="shelf-data").select_related("person"),
    columns=[
        Column("name", "名称", sortable=True),
        Column("person.name", "保管人", sortable=True),
        Column("query", "条件"),
    ],
    search=["name", "person__name"],
    filters=["person"],
    ordering=["name"],
    bulk=[BulkAction("clear", "删除", run=clear, confirm="确定删除吗？", danger=True)],
    importing=ImportPlan(form=Line, save=store),
    form=Entry,
    history=lambda entry: [{"at": dt.datetime(2026, 11, 20, 9, 30), "who": "林知远", "what": "登记"}],
    may=may,
    refusals=(Refused,),
    page_size=10,
)
