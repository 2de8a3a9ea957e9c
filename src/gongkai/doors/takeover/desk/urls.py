from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.doors.takeover.desk import views, working

app_name = "takeover"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/mapping/", views.mapping, name="mapping"),
    path("<int:pk>/commit/", views.commit, name="commit"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/progress/", working.progress, name="progress"),
    path("<int:pk>/stop/", working.stop, name="stop"),
    path("<int:pk>/resume/", working.resume, name="resume"),
    path("<int:pk>/report.xlsx", views.report, name="report"),
    path("<int:pk>/pages/<int:page>/", views.page, name="page"),
]

navigation(
    Entry(
        "takeover",
        "旧站接管",
        "takeover:runs",
        880,
        under="settings",
        note="旧网站的页面、附件和地址",
        visible=lambda by: by.may_anywhere(Permission.TAKEOVER_RUN),
    )
)
