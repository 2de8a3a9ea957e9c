from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.oversight.sitewatch.desk import accessible, findings, log, pages, settings
from gongkai.oversight.sitewatch.permissions import may_read

app_name = "sitewatch"
urlpatterns = [
    path("", pages.sites, name="sites"),
    path("findings/<int:pk>/", findings.detail, name="finding"),
    path("findings/<int:pk>/do/<str:verb>/", findings.do, name="finding-do"),
    path("<int:pk>/", pages.health, name="health"),
    path("<int:pk>/export.csv", pages.export, name="export"),
    path("<int:pk>/look/", pages.look, name="look"),
    path("<int:pk>/findings/", findings.listed, name="findings"),
    path("<int:pk>/findings/export.csv", findings.export, name="findings-export"),
    path("<int:pk>/columns/", pages.columns, name="columns"),
    path("<int:pk>/access/", accessible.listed, name="access"),
    path("<int:pk>/access/look/", accessible.look_all, name="access-look-all"),
    path("<int:pk>/access/export.csv", accessible.export, name="access-export"),
    path("access/<int:pk>/", accessible.page, name="access-page"),
    path("access/<int:pk>/look/", accessible.look, name="access-look"),
    path("<int:pk>/reach/", pages.reach, name="reach"),
    path("<int:pk>/log/", log.log, name="log"),
    path("<int:pk>/log/write/", log.write, name="write"),
    path("<int:pk>/log/export.csv", log.export, name="log-export"),
    path("<int:pk>/log/turns/<int:turn>/end/", log.end, name="end-turn"),
    path("<int:pk>/settings/", settings.settings, name="settings"),
    path("<int:pk>/settings/<str:verb>/", settings.do, name="settings-do"),
]

navigation(Entry("sitewatch", "网站监测", "sitewatch:sites", 240, visible=may_read))
