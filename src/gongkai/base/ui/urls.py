"""The gallery. Mount under the desk: path("desk/ui/", include("gongkai.base.ui.urls"))."""

from __future__ import annotations

from django.urls import path

from gongkai.base.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
