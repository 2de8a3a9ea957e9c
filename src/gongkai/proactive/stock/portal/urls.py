"""Addresses of the registers. An index number holds a slash, so the longer addresses are tried first."""

from django.urls import path, re_path

from gongkai.proactive.stock.portal import compilations, normative, plans

KEY = r"(?P<key>[^?#\s]{1,60}?)"
app_name = "stock_pages"
urlpatterns = [
    path("normative/", normative.register, name="normative"),
    re_path(r"^normative/list\.(?P<form>csv|xlsx|json)$", normative.download, name="normative-list"),
    path("plans/", plans.library, name="plans"),
    path("compilations/", compilations.shelf, name="compilations"),
    re_path(rf"^compilations/{KEY}\.(?P<form>pdf|zip)$", compilations.paper, name="compilation-paper"),
    re_path(rf"^compilations/{KEY}$", compilations.compilation, name="compilation"),
]
