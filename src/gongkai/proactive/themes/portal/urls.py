from django.urls import path

from gongkai.proactive.themes.portal import pages

app_name = "themes_pages"
urlpatterns = [
    path("themes/", pages.shelf, name="list"),
    path("themes/list.<str:form>", pages.download, name="download"),
    path("themes/<slug:slug>", pages.theme, name="theme"),
    path("themes/<slug:slug>.<str:form>", pages.contents, name="contents"),
]
