from django.urls import include, path

from gongkai.project.api import api

urlpatterns = [path("api/v1/", api.urls), path("desk/", include("gongkai.project.desk_urls"))]
