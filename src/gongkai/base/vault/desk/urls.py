from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.base.vault.desk import views

app_name = "vault"
urlpatterns = [path("", views.looks, name="looks")]

navigation(
    Entry(
        key="looks",
        label="个人信息查看记录",
        url_name="vault:looks",
        order=10,
        visible=lambda by: by.may_anywhere(Permission.EVENTS_READ),
        under="events",
        note="谁在什么时候因为什么看过申请人的个人信息",
    )
)
