from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.queries import Acting
from gongkai.proactive.gazette.desk import english, history, issues, paper, planning, proof, standard, window
from gongkai.proactive.gazette.permissions import APPROVE, EDIT

app_name = "gazette"
urlpatterns = [
    path("", planning.listed, name="list"),
    path("found/", planning.found, name="found"),
    path("new/", planning.new, name="new"),
    path("standard/", standard.listed, name="standard"),
    path("standard/<int:pk>/", standard.detail, name="divergence"),
    path("window/", window.listed, name="window"),
    path("window/export.csv", window.export, name="window-csv"),
    path("paper/", paper.listed, name="paper"),
    path("paper/recipients/", paper.recipient, name="recipient"),
    path("paper/<int:pk>/", paper.supply, name="supply"),
    path("history/", history.page, name="history"),
    path("<int:pk>/", issues.detail, name="issue"),
    path("<int:pk>/do/<str:verb>/", issues.do, name="do"),
    path("<int:pk>/choose/", planning.choose, name="choose"),
    path("<int:pk>/add/", planning.add, name="add"),
    path("<int:pk>/texts/<int:entry>/", proof.detail, name="text"),
    path("<int:pk>/texts/<int:entry>/do/<str:verb>/", proof.do, name="text-do"),
    path("<int:pk>/english/", english.detail, name="english"),
    path("<int:pk>/english/do/<str:verb>/", english.do, name="english-do"),
]


def _visible(by: Acting) -> bool:
    return by.may_anywhere(EDIT) or by.may_anywhere(APPROVE)


navigation(Entry("gazette", "政府公报", "gazette:list", 245, visible=_visible))
