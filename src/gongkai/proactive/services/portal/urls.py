from django.urls import path

from gongkai.proactive.services.portal import pages

app_name = "services_pages"
urlpatterns = [
    path("services/", pages.register, name="list"),
    path("services/list.<str:form>", pages.download, name="download"),
    path("services/<str:code>", pages.item, name="item"),
]
