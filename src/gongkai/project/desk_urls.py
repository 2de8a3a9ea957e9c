"""Everything under /desk/."""

from django.urls import include, path

urlpatterns = [
    path("", include("gongkai.base.organisations.desk.urls")),
    path("", include("gongkai.doors.desk.desk.urls")),
    path("documents/", include("gongkai.proactive.documents.desk.urls")),
    path("duties/", include("gongkai.engine.duties.desk.urls")),
    path("messages/", include("gongkai.base.notify.desk.urls")),
    path("files/", include("gongkai.base.files.desk.urls")),
    path("ui/", include("gongkai.base.ui.urls")),
]
