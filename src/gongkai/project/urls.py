from django.urls import include, path
urlpatterns = [path("desk/", include("gongkai.project.desk_urls"))]
