from django.urls import path

from gongkai.engine.answers.portal import views

app_name = "answers"
urlpatterns = [
    path("ask", views.page, name="ask"),
    path("ask/opinion", views.opinion, name="opinion"),
    path("ask/thanks", views.thanks, name="thanks"),
]
