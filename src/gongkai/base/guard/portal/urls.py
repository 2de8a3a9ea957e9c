from django.urls import path

from gongkai.base.guard.portal import views

app_name = "guard"
urlpatterns = [path("challenge", views.fresh_challenge, name="challenge")]
