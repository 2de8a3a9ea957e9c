from django.urls import path

from gongkai.base.organisations.desk import views

app_name = "organisations"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.password, name="password"),
    path("account/second-factor/", views.second_factor, name="second-factor"),
    path("account/stand-in/", views.stand_in, name="stand-in"),
    path("account/stand-in/<int:pk>/end/", views.end_stand_in, name="end-stand-in"),
]
