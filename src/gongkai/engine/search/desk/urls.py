from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.engine.search.desk import views
from gongkai.engine.search.desk.registers import PROMOTIONS, SYNONYMS

app_name = "search"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("export.csv", views.export, name="export"),
    path("keep/", views.keep, name="keep"),
    path("rebuild/", views.rebuild, name="rebuild"),
    path("try/", views.understand, name="try"),
    path("synonyms/", include(SYNONYMS.urls())),
    path("promotions/", include(PROMOTIONS.urls())),
]

navigation(
    Entry(
        "search",
        "检索",
        "search:overview",
        875,
        under="settings",
        note="同义词、置顶结果、检索情况",
        visible=lambda by: by.may_anywhere(Permission.SEARCH_MANAGE),
    )
)
