from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.desk import adoptions, holidays, views

app_name = "duties"
urlpatterns = [
    path("", views.work, name="list"),
    path("done/", views.done, name="done"),
    path("export.csv", views.export, name="export"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("adoptions/", adoptions.listed, name="adoptions"),
    path("adoptions/<str:clock>/<str:verb>/", adoptions.change, name="adoption"),
    path("holidays/", holidays.years, name="holidays"),
    path("holidays/load/", holidays.load, name="load"),
    path("holidays/<int:year>/", holidays.year, name="year"),
]

navigation(Entry("duties", "时限", "duties:list", 600, visible=lambda by: by.may_anywhere(Permission.DUTIES_READ)))
navigation(
    Entry(
        "holidays",
        "放假和调休",
        "duties:holidays",
        850,
        under="settings",
        note="工作日历的依据",
        visible=lambda by: by.may_anywhere(Permission.DUTIES_READ),
    )
)
navigation(
    Entry(
        "adoptions",
        "时限核准",
        "duties:adoptions",
        852,
        under="settings",
        note="依据没有逐字核对的时限，由谁核准启用",
        visible=lambda by: by.may_anywhere(Permission.DUTIES_READ),
    )
)
