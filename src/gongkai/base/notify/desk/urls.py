from django.urls import path

from gongkai.base.notify.desk import views
from gongkai.base.notify.queries import unread
from gongkai.base.organisations.officer import Entry, navigation

app_name = "notify"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.mark_read, name="mark-read"),
    path("<int:pk>/", views.open_message, name="open"),
]

navigation(
    Entry("messages", "消息", "notify:inbox", order=30, count=lambda by: unread(by.person) if by.person else None)
)
