from django.urls import include, path

from gongkai.project.api import api

urlpatterns = [
    path("", include("gongkai.project.ops.urls")),  # /healthz, /readyz, /metrics
    path("api/v1/", api.urls),
    path("desk/", include("gongkai.project.desk_urls")),
    path("", include("gongkai.base.ui.urls")),  # /display/ for everybody, the gallery under /desk/ui/
    path("", include("gongkai.doors.site.portal.urls")),
    path("", include("gongkai.proactive.documents.portal.urls")),
]
handler404 = "gongkai.doors.site.portal.errors.not_found"
handler500 = "gongkai.doors.site.portal.errors.server_error"
