"""Narrowing a register to what was asked: search, filters, order. List and export share it, so they show the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django_filters.filterset import FilterSet, filterset_factory

from gongkai.base.ui.fields import name_empty
from gongkai.base.ui.registers.declaration import Column, Register

MAX_WORDS = 8


@dataclass(frozen=True)
class Heading:
    """A column's head: how it is sorted now and where a click leads."""

    column: Column
    aria: str
    sort: str


@dataclass(frozen=True)
class Listing:
    entries: QuerySet[Any]
    filters: FilterSet | None
    words: str
    sort: str

    @property
    def narrowed(self) -> bool:
        return bool(self.words) or bool(self.filters and self.filters.form.is_valid() and self._chosen())

    def _chosen(self) -> bool:
        assert self.filters is not None
        return any(value not in {None, ""} for value in self.filters.form.cleaned_data.values() if _plain(value))


def _plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | bool) or bool(value)


def narrow(register: Register, request: HttpRequest) -> Listing:
    """Apply search words (all must occur, each in any search field), filters and order."""
    entries = register.queryset(request)
    filters = _filters(register, request, entries)
    if filters is not None:
        entries = filters.qs
    words = request.GET.get("q", "").strip()
    for word in words.split()[:MAX_WORDS] if register.search else ():
        found = Q()
        for path in register.search:
            found |= Q(**{f"{path}__icontains": word})
        entries = entries.filter(found)
    sort, fields = order(register, request.GET.get("sort", ""))
    return Listing(entries.order_by(*fields), filters, words, sort)


def _filters(register: Register, request: HttpRequest, entries: QuerySet[Any]) -> FilterSet | None:
    if not register.filters:
        return None
    kind = register.filters
    if not isinstance(kind, type):
        make = cast(Any, filterset_factory)  # untyped or not, depending on the version
        kind = cast(type[FilterSet], make(entries.model, fields=list(kind)))
    made = kind(request.GET, queryset=entries, request=request)
    for bound in made.form.fields.values():
        name_empty(bound, "全部")
        if isinstance(bound, forms.NullBooleanField):
            cast(Any, bound.widget).choices = [("unknown", "全部"), ("true", "是"), ("false", "否")]
    return made


def order(register: Register, asked: str) -> tuple[str, list[str]]:
    """Return the sort that holds and its ORM fields; what is not sortable falls back. The key keeps pages stable."""
    for column in register.columns:
        if column.sortable and asked.removeprefix("-") == column.attr:
            sign = "-" if asked.startswith("-") else ""
            return asked, [f"{sign}{column.order_field}", "pk"]
    fields = list(register.ordering)
    return "", fields if {"pk", "-pk"} & set(fields) else [*fields, "pk"]


def headings(register: Register, sort: str) -> list[Heading]:
    found = []
    for column in register.columns:
        up, down = sort == column.attr, sort == f"-{column.attr}"
        aria = "ascending" if up else "descending" if down else ""
        found.append(Heading(column, aria, f"-{column.attr}" if up else column.attr))
    return found


def page_of(register: Register, request: HttpRequest, listing: Listing) -> Page[Any]:
    return Paginator(listing.entries, register.page_size).get_page(request.GET.get("page"))
