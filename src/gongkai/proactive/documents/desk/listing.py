"""Filters of the document list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django_filters import CharFilter, ChoiceFilter, OrderingFilter
from django_filters.filterset import FilterSet

from gongkai.base.ui.asked import YearFilter
from gongkai.engine.tags import queries as tags
from gongkai.proactive.documents import rules
from gongkai.proactive.documents.models import Document

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DocumentFilter(FilterSet):
    q = CharFilter(label="标题、文号或索引号", method="find")
    status = ChoiceFilter(
        label="状态", choices=[(s.value, name) for s, name in rules.STATUS_NAMES.items()], empty_label="全部状态"
    )
    attribute = ChoiceFilter(label="公开属性", choices=list(rules.ATTRIBUTE_NAMES.items()), empty_label="全部属性")
    genre = ChoiceFilter(label="文种", choices=lambda: [(g, g) for g in tags.names("genre")], empty_label="全部文种")
    year = YearFilter(label="印发年份", field_name="issued_on")
    sort = OrderingFilter(
        label="排序",
        fields=(("status_since", "since"), ("issued_on", "issued"), ("doc_number", "number")),
        choices=[
            ("-since", "最近办理在前"), ("since", "最早办理在前"), ("-issued", "印发日期从新到旧"),
            ("issued", "印发日期从旧到新"), ("number", "文号"),
        ],
        empty_label=None,
    )  # fmt: skip

    class Meta:
        model = Document
        fields: list[str] = []

    def find(self, queryset: QuerySet[Document], name: str, value: Any) -> QuerySet[Document]:
        del name
        words = str(value).split()
        for word in words:
            queryset = queryset.filter(
                Q(doc_number__icontains=word)
                | Q(item__key__icontains=word)
                | Q(item__editions__title__icontains=word)
                | Q(addressees__icontains=word)
            )
        return queryset.distinct()
