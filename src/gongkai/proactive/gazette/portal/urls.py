"""Addresses of the gazette. Another agency's gazette stands below its code; the English ones below /en/."""

from django.urls import path

from gongkai.proactive.gazette.portal import english, pages

app_name = "gazette_pages"
urlpatterns = [
    path("gazette/", pages.shelf, name="shelf"),
    path("gazette/feed.xml", pages.feed, name="feed"),
    path("gazette/points/", pages.points, name="points"),
    path("gazette/<int:year>/<int:number>.pdf", pages.paper, name="paper"),
    path("gazette/<int:year>/<int:number>", pages.issue, name="issue"),
    path("gazette/<int:year>/<int:number>/<int:place>", pages.text, name="text"),
    path("gazette/<slug:code>/<int:year>/<int:number>.pdf", pages.paper, name="paper-of"),
    path("gazette/<slug:code>/<int:year>/<int:number>", pages.issue, name="issue-of"),
    path("gazette/<slug:code>/<int:year>/<int:number>/<int:place>", pages.text, name="text-of"),
    path("en/gazette/", english.shelf, name="en-shelf"),
    path("en/gazette/<int:year>/<int:number>", english.issue, name="en-issue"),
    path("en/gazette/<slug:code>/<int:year>/<int:number>", english.issue, name="en-issue-of"),
]
