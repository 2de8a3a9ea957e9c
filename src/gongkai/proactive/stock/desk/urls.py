from typing import Any

from django.db.models import QuerySet
from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.stock import queries
from gongkai.proactive.stock.desk import compiling, judging, library, registers, rounds

app_name = "stock"
urlpatterns = [
    path("", rounds.show_list, name="list"),
    path("rounds/new/", rounds.new, name="new"),
    path("rounds/<int:pk>/", rounds.detail, name="round"),
    path("rounds/<int:pk>/do/<str:verb>/", rounds.do, name="do"),
    path("rounds/<int:pk>/report.csv", rounds.report, name="report"),
    path("results/", rounds.results, name="results"),
    path("results/export.csv", rounds.results_csv, name="results-csv"),
    path("interval/", rounds.interval, name="interval"),
    path("entries/<int:pk>/judge/", judging.judge, name="judge"),
    path("entries/<int:pk>/do/<str:verb>/", judging.do, name="entry-do"),
    path("normative/", library.normative, name="normative"),
    path("normative/hints/<int:pk>/", library.judge_hint, name="hint"),
    path("compilations/", compiling.show_list, name="compilations"),
    path("compilations/new/", compiling.new, name="compile"),
    path("compilations/<int:pk>/", compiling.detail, name="compilation"),
    path("compilations/<int:pk>/do/<str:verb>/", compiling.do, name="compilation-do"),
    *registers.PATTERNS,
]


def _reads(by: object) -> bool:
    return bool(getattr(by, "may_anywhere")(Permission.DOCUMENTS_READ))  # noqa: B009


def _waiting(by: Acting) -> QuerySet[Any] | None:
    return queries.awaiting_legal(by) if by.may_anywhere(Permission.STOCK_LEGAL) else None


navigation(Entry("stock", "存量文件", "stock:list", 220, visible=_reads, count=_waiting))
