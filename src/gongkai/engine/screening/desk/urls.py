from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.engine.screening.desk import views

app_name = "screening"
urlpatterns = [
    path("", views.statistics, name="list"),
    path("export.csv", views.export, name="export"),
    path("<int:item>/decide/", views.decide, name="decide"),
    path("<int:item>/state/", views.state, name="state"),
]

navigation(
    Entry("screening", "检查", "screening:list", 640, visible=lambda by: by.may_anywhere(Permission.SCREENING_DECIDE))
)
