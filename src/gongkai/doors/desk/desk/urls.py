from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.doors.desk.desk import home, pages, people, registers, windows

urlpatterns = [
    path("", home.home, name="desk-home"),
    path("settings/", pages.settings, name="desk-settings"),
    path("settings/roles/", pages.handbook, name="desk-handbook"),
    path("settings/codes/", pages.code_tables, name="desk-codes"),
    path("settings/agencies/", include(registers.AGENCIES.urls())),
    path("settings/people/<int:pk>/posts/", people.posts, name="desk-person"),
    path("settings/people/", include(registers.PEOPLE.urls())),
    path("settings/sites/", include(windows.SITES.urls())),
    path("settings/columns/", include(windows.COLUMNS.urls())),
    path("events/", pages.event_reader, name="desk-events"),
]
navigation(Entry(key="work", label="待办", url_name="desk-home", order=10))
navigation(
    Entry(
        key="events",
        label="记录",
        url_name="desk-events",
        order=910,
        visible=lambda by: by.may_anywhere(Permission.EVENTS_READ),
    )
)
navigation(Entry(key="settings", label="设置", url_name="desk-settings", order=920))
