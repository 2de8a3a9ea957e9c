"""The project's addresses that these tests need: the gallery, and a register over the saved views themselves."""

from __future__ import annotations

from django.urls import include, path

from gongkai.base.ui.tests.shelf import SHELF

urlpatterns = [
    path("desk/ui/", include("gongkai.base.ui.urls")),
    path("display/", include("gongkai.base.ui.public_urls")),
    path("desk/shelf/", include(SHELF.urls())),
]
