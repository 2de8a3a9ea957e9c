from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.doors.desk.desk import home, pages, people, registers, systems, windows

urlpatterns = [
    path("", home.home, name="desk-home"),
    path("settings/", pages.settings, name="desk-settings"),
    path("settings/roles/", pages.handbook, name="desk-handbook"),
    path("settings/codes/", pages.code_tables, name="desk-codes"),
    path("settings/agencies/", include(registers.AGENCIES.urls())),
    path("settings/people/<int:pk>/posts/", people.posts, name="desk-person"),
    path("settings/people/", include(registers.PEOPLE.urls())),
    path("settings/systems/", systems.listing, name="desk-systems"),
    path("settings/systems/add/", systems.add, name="desk-system-add"),
    path("settings/systems/<int:pk>/", systems.detail, name="desk-system"),
    path("settings/systems/<int:pk>/tokens/<int:number>/revoke/", systems.revoke, name="desk-token-revoke"),
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
