from django.urls import path

from . import views

app_name = "files"

urlpatterns = [
    path("uploads/", views.begin, name="begin"),
    path("uploads/<uuid:upload_id>/", views.part, name="part"),
    path("uploads/<uuid:upload_id>/finish/", views.finish, name="finish"),
]
