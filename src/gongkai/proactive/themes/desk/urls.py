from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.proactive.themes.desk import entries, pages, receiving
from gongkai.proactive.themes.desk.registers import RECEIVED
from gongkai.proactive.themes.permissions import may_read

app_name = "themes"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("report.csv", pages.export, name="export"),
    path("new/", pages.new, name="new"),
    path("receive/", receiving.receive, name="receive"),
    path("received/", include(RECEIVED.urls())),
    path("<int:pk>/", pages.detail, name="theme"),
    path("<int:pk>/edit/", pages.edit, name="edit"),
    path("<int:pk>/do/<str:verb>/", pages.do, name="do"),
    path("<int:pk>/candidates/", entries.candidates, name="candidates"),
    path("<int:pk>/candidates/export.csv", entries.export, name="candidates-export"),
    path("<int:pk>/candidates/add/", entries.add, name="add"),
    path("<int:pk>/candidates/<int:entry>/<str:verb>/", entries.decide, name="decide"),
]


navigation(Entry("themes", "政策专题", "themes:overview", 238, visible=may_read))
