from django.urls import path

from gongkai.proactive.targeted.portal import views

app_name = "targeted_pages"
urlpatterns = [
    path("targeted/<str:token>", views.open_page, name="open"),
    path("targeted/<str:token>/files/<int:pk>", views.take_file, name="file"),
]
