from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.engine.answers.desk import views

app_name = "answers_desk"
urlpatterns = [path("", views.overview, name="overview")]

navigation(
    Entry(
        "answers",
        "问答评价",
        "answers_desk:overview",
        885,
        under="settings",
        note="读者认为问答有没有帮助，哪些文件需要补充解读",
        visible=lambda by: by.may_anywhere(Permission.SEARCH_MANAGE),
    )
)
