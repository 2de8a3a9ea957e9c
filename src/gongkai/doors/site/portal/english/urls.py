"""The addresses of the English window: those of the Chinese pages below /en/."""

from __future__ import annotations

from django.urls import path, re_path

from gongkai.doors.site.portal.english import agencies, documents, pages, search

urlpatterns = [
    path("", pages.home, name="en-home"),
    path("documents/", documents.documents, name="en-documents"),
    re_path(r"^documents/(?P<key>[^?#\s]{1,60})$", documents.document, name="en-document"),
    path("search", search.search, name="en-search"),
    path("search/suggest", search.suggest, name="en-suggest"),
    path("disclosure/", pages.disclosure, name="en-disclosure"),
    path("columns/<slug:slug>/", pages.column, name="en-column"),
    path("agencies/", agencies.agencies, name="en-agencies"),
    path("agencies/<slug:code>/", agencies.agency, name="en-agency"),
    path("apply/", pages.apply, name="en-apply"),
    path("contact/", pages.contact, name="en-contact"),
]
