"""Mount at the root: path("", include("gongkai.base.ui.urls"))."""

from __future__ import annotations

from django.urls import path

from gongkai.base.ui import views

app_name = "ui"
urlpatterns = [
    path("desk/ui/", views.gallery, name="gallery"),
    path("display/", views.appearance, name="appearance"),
]
