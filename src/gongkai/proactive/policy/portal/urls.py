"""Addresses of policy items. An index number holds a slash, so the longer addresses are tried first."""

from django.urls import path, re_path

from gongkai.proactive.policy.portal import library, matching, pages

KEY = r"(?P<key>[^?#\s]{1,60}?)"
app_name = "policy_pages"
urlpatterns = [
    path("policies/", library.show, name="list"),
    re_path(r"^policies/list\.(?P<form>csv|json)$", library.download, name="download"),
    path("policies/calendar.ics", pages.calendar, name="calendar"),
    path("policies/match/", matching.match, name="match"),
    path("policies/match/profile.json", matching.kept, name="profile"),
    path("policies/packages/", pages.packages, name="packages"),
    re_path(rf"^policies/packages/{KEY}\.ics$", pages.package_calendar, name="package-calendar"),
    re_path(rf"^policies/packages/{KEY}$", pages.package, name="package"),
    re_path(rf"^policies/{KEY}$", pages.item, name="item"),
]
