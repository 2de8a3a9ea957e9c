"""Addresses of documents. An index number holds a slash, so the longer addresses are tried first."""

from __future__ import annotations

from django.urls import re_path

from gongkai.proactive.documents.portal import pages, papers, previews

KEY = r"(?P<key>[^?#\s]{1,60}?)"
app_name = "document_pages"
urlpatterns = [
    re_path(rf"^documents/{KEY}/v(?P<number>\d{{1,5}})\.(?P<form>json|pdf|docx)$", papers.paper, name="edition-paper"),
    re_path(rf"^documents/{KEY}/v(?P<number>\d{{1,5}})$", pages.superseded, name="edition"),
    re_path(
        rf"^documents/{KEY}/v(?P<number>\d{{1,5}})/preview/(?P<file_id>\d{{1,12}})$",
        previews.preview,
        name="old-preview",
    ),
    re_path(rf"^documents/{KEY}/preview/(?P<file_id>\d{{1,12}})$", previews.preview, name="preview"),
    re_path(rf"^documents/{KEY}/citations$", pages.cited, name="citations"),
    re_path(rf"^documents/{KEY}/compare$", pages.compare, name="compare"),
    re_path(rf"^documents/{KEY}/history$", pages.history, name="history"),
    re_path(rf"^documents/{KEY}\.(?P<form>json|pdf|docx)$", papers.paper, name="paper"),
    re_path(rf"^documents/{KEY}$", pages.document, name="document"),
]
