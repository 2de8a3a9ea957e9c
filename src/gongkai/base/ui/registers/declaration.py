"""What a package says about its register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern
from django_filters.filterset import FilterSet

Entry = Any
May = Callable[[HttpRequest, str, Entry | None], bool]


def signed_in(request: HttpRequest, _verb: str, _entry: Entry | None) -> bool:
    return bool(request.user.is_authenticated)


@dataclass(frozen=True)
class Column:
    """One column. `attr` is a path with dots; choices show their words. `value` computes instead of looking up."""

    attr: str
    label: str
    sortable: bool = False
    order_by: str = ""
    template: str = ""
    value: Callable[[Entry], object] | None = None
    right: bool = False
    export: bool = True

    @property
    def order_field(self) -> str:
        return self.order_by or self.attr.replace(".", "__")

    def of(self, entry: Entry) -> object:
        if self.value:
            return self.value(entry)
        found = entry
        for name in self.attr.split("."):
            if found is None:
                return None
            display = getattr(found, f"get_{name}_display", None)
            found = display() if display else getattr(found, name)
            if callable(found):
                found = found()
        return found

    def shown(self, entry: Entry, request: HttpRequest) -> object:
        value = self.of(entry)
        if not self.template:
            return value
        return render_to_string(self.template, {"entry": entry, "value": value}, request)


@dataclass(frozen=True)
class BulkAction:
    """A deed on the chosen entries. `run` returns the sentence of success or raises one of the register's refusals."""

    name: str
    label: str
    run: Callable[[HttpRequest, QuerySet[Any]], str]
    confirm: str = ""
    danger: bool = False


@dataclass(frozen=True)
class ImportPlan:
    """How lines of a file become entries: a form checks one line (its labels are the headings), `save` stores it.

    `save` returns the word for the report (新增, 更新, 未变) and runs inside the transaction that is committed as a whole or not
    at all; the dry run does everything and rolls back.
    """

    form: type[forms.Form]
    save: Callable[[HttpRequest, forms.Form], str]
    note: str = ""


def _no_context(_request: HttpRequest) -> dict[str, Any]:
    return {}


def _as_it_is(_request: HttpRequest, _form: forms.ModelForm[Any]) -> None:
    """Leave every choice open."""


def _save_form(_request: HttpRequest, form: forms.ModelForm[Any]) -> Model:
    saved: Model = form.save()
    return saved


@dataclass(frozen=True, kw_only=True)
class Register:
    """See the package docstring. `crumbs` stand before the title; `context` adds what the desk shell needs."""

    name: str
    title: str
    queryset: Callable[[HttpRequest], QuerySet[Any]]
    columns: Sequence[Column]
    noun: str = "条目"
    intro: str = ""
    search: Sequence[str] = ()
    filters: type[FilterSet] | Sequence[str] = ()
    ordering: Sequence[str] = ("-pk",)
    bulk: Sequence[BulkAction] = ()
    importing: ImportPlan | None = None
    form: type[forms.ModelForm[Any]] | None = None
    save: Callable[[HttpRequest, forms.ModelForm[Any]], Model] = _save_form
    # Narrows what can be chosen to what this person may choose, before the form is shown or read.
    prepare: Callable[[HttpRequest, forms.ModelForm[Any]], None] = _as_it_is
    history: Callable[[Entry], Iterable[object]] | None = None
    may: May = signed_in
    entry_url: Callable[[Entry], str] | None = None
    entry_template: str = "ui/register_entry.html"
    refusals: tuple[type[Exception], ...] = ()
    crumbs: Sequence[dict[str, str]] = ()
    context: Callable[[HttpRequest], dict[str, Any]] = _no_context
    page_size: int = 50
    empty_text: str = "登记后出现在这里。"

    def urls(self) -> tuple[list[URLPattern], str]:
        """For path("…/", include(REGISTER.urls())); the namespace is the register's name."""
        from gongkai.base.ui.registers.routes import patterns  # the views need this class

        return patterns(self), self.name
