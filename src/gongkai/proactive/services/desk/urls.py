from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.proactive.services.desk import items, linking
from gongkai.proactive.services.desk.registers import ITEMS
from gongkai.proactive.services.permissions import may_read

app_name = "services"
urlpatterns = [
    path("", linking.overview, name="overview"),
    path("coverage.csv", linking.export, name="export"),
    path("links/", linking.tasks, name="tasks"),
    path("links/<int:pk>/", linking.document, name="document"),
    path("item/<int:pk>/", items.detail, name="item"),
    path("item/<int:pk>/do/<str:verb>/", items.do, name="do"),
    path("items/", include(ITEMS.urls())),
]


navigation(Entry("services", "阅办联动", "services:overview", 236, visible=may_read))
