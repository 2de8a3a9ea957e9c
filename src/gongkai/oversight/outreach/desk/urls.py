from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.oversight.outreach.desk import contests, policies, products, registers, reports
from gongkai.oversight.outreach.permissions import MANAGE, may_read

app_name = "outreach"
urlpatterns = [
    path("", reports.overview, name="overview"),
    path("export.csv", reports.overview_export, name="overview-export"),
    path("policies/", reports.policies, name="policies"),
    path("policies/export.csv", reports.policies_export, name="policies-export"),
    path("policies/<int:pk>/", policies.policy, name="policy"),
    path("leaders/", reports.leaders, name="leaders"),
    path("leaders/export.csv", reports.leaders_export, name="leaders-export"),
    path("ratings/", reports.ratings, name="ratings"),
    path("ratings/export.csv", reports.ratings_export, name="ratings-export"),
    path("contests/", contests.listed, name="contests"),
    path("contests/new/", contests.new, name="contest-new"),
    path("contests/<int:pk>/", contests.contest, name="contest"),
    path("contests/<int:pk>/scores.csv", contests.export, name="contest-export"),
    path("contests/<int:pk>/do/<str:verb>/", contests.do, name="contest-do"),
    path("product/<int:pk>/", products.product, name="product"),
    *registers.PATTERNS,
]


def _sees(by: Acting) -> bool:
    """Who keeps the registers, and who supervises; others that read documents get here by links."""
    return by.may_anywhere(MANAGE) or (by.may_anywhere(Permission.EVENTS_READ) and may_read(by))


navigation(Entry("outreach", "解读传播", "outreach:overview", 238, visible=_sees))
