from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.doors.subscriptions.desk import campaigns, overview, reminders
from gongkai.doors.subscriptions.desk.registers import COOPERATION, PARTNERS, POINTS, SUBSCRIBERS
from gongkai.doors.subscriptions.permissions import may_read

app_name = "subscriptions"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("dead/", overview.dead, name="dead"),
    path("dead/<int:pk>/again/", overview.try_again, name="try-again"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("pushes/", campaigns.listed, name="campaigns"),
    path("pushes/new/", campaigns.new, name="new"),
    path("pushes/export.csv", campaigns.export, name="export"),
    path("pushes/<int:pk>/", campaigns.detail, name="campaign"),
    path("pushes/<int:pk>/<slug:name>.pdf", campaigns.paper, name="paper"),
    path("pushes/<int:pk>/do/<slug:verb>/", campaigns.do, name="do"),
    path("subscribers/", include(SUBSCRIBERS.urls())),
    path("partners/", include(PARTNERS.urls())),
    path("points/", include(POINTS.urls())),
    path("cooperation/", include(COOPERATION.urls())),
]

navigation(
    Entry(
        "subscriptions",
        "订阅与推送",
        "subscriptions:overview",
        470,
        visible=may_read,
        note="订阅、四类推送、合作方、线下点位",
    )
)
