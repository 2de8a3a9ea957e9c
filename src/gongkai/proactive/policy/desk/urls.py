from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.queries import Acting
from gongkai.proactive.policy.desk import conditions, editing, packages, pages, registers
from gongkai.proactive.policy.desk.shared import NAV, READERS

app_name = "policy"
urlpatterns = [
    path("", pages.overview, name="list"),
    path("documents/", pages.documents, name="documents"),
    path("documents/<int:pk>/", pages.document, name="document"),
    path("documents/<int:pk>/do/<str:verb>/", pages.document_do, name="document-do"),
    path("figures/", pages.figures, name="figures"),
    path("packages/", packages.show_list, name="packages"),
    path("packages/new/", packages.new, name="package-new"),
    path("packages/<int:pk>/", packages.detail, name="package"),
    path("packages/<int:pk>/do/<str:verb>/", packages.do, name="package-do"),
    path("items/<int:pk>/", editing.item, name="item"),
    path("items/<int:pk>/do/<str:verb>/", editing.item_do, name="item-do"),
    path("items/<int:pk>/condition/", conditions.condition, name="condition"),
    path("items/<int:pk>/condition/<str:verb>/", conditions.step, name="condition-step"),
    *registers.PATTERNS,
]


def _reads(by: Acting) -> bool:
    return any(by.may_anywhere(one) for one in READERS)


navigation(Entry(NAV, "政策事项", "policy:list", 236, visible=_reads))
