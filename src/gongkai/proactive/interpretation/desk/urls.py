"""Addresses of the interpretation desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.interpretation.desk import (
    acting,
    autosave,
    consulting,
    listing,
    points,
    policies,
    reports,
    working,
)
from gongkai.proactive.interpretation.queries.lists import waiting_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting

app_name = "interpretation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.listing, name="list"),
    path("calendar/", reports.calendar, name="calendar"),
    path("reports/", reports.report, name="reports"),
    path("of/<int:pk>/", policies.of, name="of"),
    path("of/<int:pk>/new/", policies.new, name="new"),
    path("of/<int:pk>/approve/", policies.approve_plan, name="approve-plan"),
    path("of/<int:pk>/assign/", policies.assign, name="assign"),
    path("of/<int:pk>/consultation/", consulting.said, name="consultation"),
    path("of/<int:pk>/doubts/", policies.raise_doubt, name="raise-doubt"),
    path("of/<int:pk>/doubts/<int:doubt>/", policies.answer_doubt, name="answer-doubt"),
    path("<int:pk>/", working.work, name="work"),
    path("<int:pk>/typed/", autosave.keep, name="keep-typed"),
    path("<int:pk>/typed/drop/", autosave.drop, name="drop-typed"),
    path("<int:pk>/points/", points.points, name="points"),
    path("<int:pk>/card.<slug:form>", points.picture, name="card"),
    path("<int:pk>/files/", acting.add_file, name="add-file"),
    path("<int:pk>/files/<int:file>/", acting.file, name="file"),
    path("<int:pk>/files/<int:file>/remove/", acting.remove_file, name="remove-file"),
    path("<int:pk>/do/<slug:verb>/", acting.act, name="act"),
]


def _waiting(by: Acting) -> QuerySet[Any]:
    return waiting_for(by)


navigation(
    Entry(
        "interpretation",
        "政策解读",
        "interpretation:list",
        24,
        visible=lambda by: (
            by.may_anywhere(Permission.INTERPRETATION_DRAFT) or by.may_anywhere(Permission.INTERPRETATION_REVIEW)
        ),
        count=_waiting,
    )
)
