"""How pages look, for everybody. Mount at the root: path("display/", include("gongkai.base.ui.public_urls"))."""

from __future__ import annotations

from django.urls import path

from gongkai.base.ui import views

app_name = "looks"
urlpatterns = [path("", views.appearance, name="appearance")]
