from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.oversight.safety.desk import backups, drills, incidents, measures, overview, plans
from gongkai.oversight.safety.permissions import may_read

app_name = "safety"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("look/", overview.look, name="look"),
    path("incidents/", incidents.listed, name="incidents"),
    path("incidents/new/", incidents.new, name="incident-new"),
    path("incidents/export.csv", incidents.export, name="incidents-export"),
    path("incidents/<int:pk>/", incidents.detail, name="incident"),
    path("incidents/<int:pk>/print/", incidents.printed, name="incident-print"),
    path("incidents/<int:pk>/do/<str:verb>/", incidents.do, name="incident-do"),
    path("files/<int:pk>/", incidents.file, name="file"),
    path("measures/<int:pk>/<str:verb>/", measures.do, name="measure-do"),
    path("backups/", backups.listed, name="backups"),
    path("backups/export.csv", backups.export, name="backups-export"),
    path("plans/", plans.listed, name="plans"),
    path("plans/new/", plans.new, name="plan-new"),
    path("plans/<int:pk>/", plans.detail, name="plan"),
    path("plans/<int:pk>/version/", plans.version, name="plan-version"),
    path("plans/<int:pk>/confirm/", plans.confirm, name="plan-confirm"),
    path("plans/<int:pk>/contacts/", plans.contact, name="contact-new"),
    path("plans/<int:pk>/contacts/<int:one>/", plans.contact, name="contact"),
    path("plans/<int:pk>/contacts.csv", plans.export, name="contacts-export"),
    path("plans/<int:pk>/files/<int:number>/", plans.file, name="plan-file"),
    path("drills/", drills.listed, name="drills"),
    path("drills/new/", drills.new, name="drill-new"),
    path("drills/export.csv", drills.export, name="drills-export"),
    path("drills/<int:pk>/", drills.detail, name="drill"),
    path("drills/<int:pk>/do/<str:verb>/", drills.do, name="drill-do"),
    path("drills/<int:pk>/file/", drills.file, name="drill-file"),
]

navigation(
    Entry(
        "safety",
        "安全和应急",
        "safety:overview",
        568,
        visible=may_read,
        under="settings",
        note="安全事件、备份、应急预案和演练",
    )
)
