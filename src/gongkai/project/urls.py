from django.urls import include, path

from gongkai.base.ui.views import appearance
from gongkai.project.api import api

urlpatterns = [
    path("", include("gongkai.project.ops.urls")),  # /healthz, /readyz, /metrics
    path("api/v1/", api.urls),
    path("desk/", include("gongkai.project.desk_urls")),
    path("guard/", include("gongkai.base.guard.portal.urls")),
    path("display/", include(([path("", appearance, name="appearance")], "looks"))),
    path("", include("gongkai.doors.site.portal.urls")),
    path("", include("gongkai.engine.answers.portal.urls")),
    path("", include("gongkai.proactive.documents.portal.urls")),
    path("", include("gongkai.proactive.stock.portal.urls")),
    path("", include("gongkai.proactive.targeted.portal.urls")),
    path("", include("gongkai.responsive.applications.portal.urls")),
    path("", include("gongkai.oversight.outreach.portal.urls")),
    path("", include("gongkai.proactive.faq.portal.urls")),
    path("", include("gongkai.proactive.gazette.portal.urls")),
    path("", include("gongkai.proactive.interpretation.portal.urls")),
    path("", include("gongkai.proactive.policy.portal.urls")),
    path("", include("gongkai.proactive.services.portal.urls")),
    path("", include("gongkai.proactive.themes.portal.urls")),
    path("", include("gongkai.doors.subscriptions.portal.urls")),
    path("", include("gongkai.doors.takeover.portal.urls")),  # last: addresses of old sites
]
handler403 = "gongkai.doors.site.portal.errors.forbidden"
handler404 = "gongkai.doors.site.portal.errors.not_found"
handler500 = "gongkai.doors.site.portal.errors.server_error"
