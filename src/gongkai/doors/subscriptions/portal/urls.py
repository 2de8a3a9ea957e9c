from django.urls import path

from gongkai.doors.subscriptions.portal import inbound, leading, owning, reminding, signing_up

app_name = "subscriptions_pages"
urlpatterns = [
    path("subscriptions/", signing_up.index, name="index"),
    path("subscriptions/reminders.js", reminding.program, name="reminders"),
    path("subscriptions/reminders/renewed", reminding.renewed, name="renewed"),
    path("subscriptions/asked", signing_up.asked, name="asked"),
    path("subscriptions/code/<str:token>", signing_up.code, name="code"),
    path("subscriptions/inbound/<slug:channel>", inbound.inbound, name="inbound"),
    path("subscriptions/deleted", owning.deleted, name="deleted"),
    path("subscriptions/confirm/<str:token>", owning.confirm, name="confirm"),
    path("subscriptions/manage/<str:token>", owning.manage, name="manage"),
    path("subscriptions/manage/<str:token>/export.json", owning.export, name="export"),
    path("subscriptions/manage/<str:token>/<slug:verb>", owning.change, name="change"),
    path("subscriptions/unsubscribe/<str:token>", owning.unsubscribe, name="unsubscribe"),
    path("subscriptions/to/<str:code>", leading.lead, name="lead"),
    path("subscriptions/feeds/<str:token>.atom", leading.feed, {"form": "atom"}, name="feed"),
    path("subscriptions/feeds/<str:token>.json", leading.feed, {"form": "json"}, name="feed-json"),
]
