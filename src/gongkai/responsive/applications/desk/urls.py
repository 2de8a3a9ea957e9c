from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.responsive.applications.desk import case, confirming, deciding, divisions, intake, points, register
from gongkai.responsive.applications.desk.after_urls import after_patterns
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.waiting import waiting_rows

app_name = "applications"
urlpatterns = [
    path("", register.listed, name="list"),
    path("export.<str:kind>", register.export, name="export"),
    path("full-names/", register.full_names, name="full-names"),
    path("views/", register.save_view, name="save-view"),
    path("views/<int:view>/drop/", register.drop_view, name="drop-view"),
    path("new/", intake.new, name="new"),
    path("confirming/", confirming.listed, name="confirming"),
    path("points/", include(points.POINTS.urls())),
    path("shifts/", include(points.SHIFTS.urls())),
    path("trainings/", include(points.TRAININGS.urls())),
    path("gaps/", points.gaps, name="gaps"),
    path("opinions/", divisions.listed, name="opinions"),
    path("opinions/<int:pk>/", divisions.answer, name="opinion"),
    path("<int:pk>/", case.detail, name="detail"),
    path("<int:pk>/slip/", intake.slip, name="slip"),
    path("<int:pk>/slip.pdf", intake.slip_pdf, name="slip-pdf"),
    path("<int:pk>/look/", case.look, name="look"),
    path("<int:pk>/papers/<str:what>/<int:number>/", case.paper, name="paper"),
    path("<int:pk>/decide/", deciding.decide, name="decide"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/given/<int:number>/", deciding.given, name="given"),
    path("<int:pk>/do/<str:verb>/", case.do, name="do"),
    *after_patterns,
]

navigation(
    Entry(
        "applications",
        "依申请",
        "applications:list",
        150,
        visible=lambda by: by.may_anywhere(READ),
        count=waiting_rows,
    )
)
