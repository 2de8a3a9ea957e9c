"""Addresses of ratings and results. They stand before those of interpretations, whose index numbers hold slashes."""

from django.urls import path, re_path

from gongkai.oversight.outreach.portal import rating, selections

KEY = r"(?P<key>[^?#\s]{1,60}?)"
app_name = "outreach_pages"
urlpatterns = [
    re_path(rf"^interpretations/rate/{KEY}$", rating.post, name="rate"),
    path("interpretations/rated", rating.thanks, name="rated"),
    re_path(rf"^selections/{KEY}$", selections.selection, name="selection"),
]
