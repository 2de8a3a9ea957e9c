"""Pages of scripts of old sites: what other sites and people's bookmarks still ask for."""

from django.urls import re_path

from gongkai.doors.takeover.portal import views

app_name = "old"
# The last patterns of all: only what nothing else answers, and only names that this platform never uses itself.
urlpatterns = [
    re_path(r"^(?P<path>.+\.(?:jspx?|aspx?|php|do|action|cgi|s?html?))$", views.old_address, name="address"),
]
