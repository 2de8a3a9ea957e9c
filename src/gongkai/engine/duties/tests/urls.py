"""The addresses these tests need, so that they stand without the rest of the platform."""

from django.urls import include, path

urlpatterns = [
    path("desk/duties/", include("gongkai.engine.duties.desk.urls")),
    path("desk/messages/", include("gongkai.base.notify.desk.urls")),
    path("desk/", include("gongkai.base.organisations.desk.urls")),
]
