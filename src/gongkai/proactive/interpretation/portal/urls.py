"""Addresses of interpretations. An index number holds a slash, so the longer addresses are tried first."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from gongkai.proactive.interpretation.portal import listing, pages

KEY = r"(?P<key>[^?#\s]{1,60}?)"
FORM = r"(?P<form>svg|png|pdf)"
NUMBER = r"v(?P<number>\d{1,5})"
app_name = "interpretation_pages"
urlpatterns: list[URLPattern | URLResolver] = [
    path("interpretations/", listing.listing, name="list"),
    re_path(rf"^interpretations/{KEY}/{NUMBER}/card\.{FORM}$", pages.card, name="edition-card"),
    re_path(rf"^interpretations/{KEY}/{NUMBER}\.json$", pages.paper, name="edition-paper"),
    re_path(rf"^interpretations/{KEY}/{NUMBER}$", pages.superseded, name="edition"),
    re_path(rf"^interpretations/{KEY}/{NUMBER}/captions\.vtt$", pages.captions, name="edition-captions"),
    re_path(rf"^interpretations/{KEY}/captions\.vtt$", pages.captions, name="captions"),
    re_path(rf"^interpretations/{KEY}/card\.{FORM}$", pages.card, name="card"),
    re_path(rf"^interpretations/{KEY}\.json$", pages.paper, name="paper"),
    re_path(rf"^interpretations/{KEY}$", pages.interpretation, name="interpretation"),
]
