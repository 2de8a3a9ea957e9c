"""Everything under /desk/."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongkai.base.organisations.desk.urls")),
    path("", include("gongkai.doors.desk.desk.urls")),
    path("answers/", include("gongkai.engine.answers.desk.urls")),
    path("documents/", include("gongkai.proactive.documents.desk.urls")),
    path("duties/", include("gongkai.engine.duties.desk.urls")),
    path("exchange/", include("gongkai.doors.exchange.desk.urls")),
    path("letters/", include("gongkai.engine.casework.desk.urls")),
    path("messages/", include("gongkai.base.notify.desk.urls")),
    path("files/", include("gongkai.base.files.desk.urls")),
    path("looks/", include("gongkai.base.vault.desk.urls")),
    path("regulations/", include("gongkai.engine.regulations.desk.urls")),
    path("stock/", include("gongkai.proactive.stock.desk.urls")),
    path("targeted/", include("gongkai.proactive.targeted.desk.urls")),
    path("screening/", include("gongkai.engine.screening.desk.urls")),
    path("search/", include("gongkai.engine.search.desk.urls")),
    path("applications/", include("gongkai.responsive.applications.desk.urls")),
    path("reports/", include("gongkai.oversight.annual_report.desk.urls")),
    path("safety/", include("gongkai.oversight.safety.desk.urls")),
    path("sitewatch/", include("gongkai.oversight.sitewatch.desk.urls")),
    path("site/", include("gongkai.doors.site.desk.urls")),
    path("tags/", include("gongkai.engine.tags.desk.urls")),
    path("takeover/", include("gongkai.doors.takeover.desk.urls")),
    path("ui/", include("gongkai.base.ui.urls")),
]
