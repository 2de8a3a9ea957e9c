"""Addresses of the lists. An index number holds a slash, so the longer addresses are tried first."""

from django.urls import path, re_path

from gongkai.proactive.faq.portal import lists, reading

KEY = r"(?P<key>[^?#\s]{1,60}?)"
app_name = "faq_pages"
urlpatterns = [
    path("faq/", lists.shelf, name="shelf"),
    re_path(r"^faq/list\.(?P<form>csv|xlsx|json)$", lists.download, name="download"),
    re_path(
        rf"^faq/{KEY}/v(?P<number>[0-9]{{1,4}})$",
        lambda request, key, number: reading.earlier(request, key=key, number=int(number)),
        name="earlier",
    ),
    re_path(rf"^faq/{KEY}$", reading.questions, name="questions"),
]
