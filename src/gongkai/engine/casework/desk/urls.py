from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.queries import Acting
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework import queries
from gongkai.engine.casework.desk import deciding, pages, register, series, templating

app_name = "casework"
urlpatterns = [
    path("", pages.show_list, name="list"),
    path("dispatch/", register.show, name="dispatch"),
    path("dispatch/post/", register.post_many, name="post-many"),
    path("dispatch/bounce/", register.bounce, name="bounce"),
    path("dispatch/sheet/", register.sheet, name="sheet"),
    path("dispatch/register.csv", register.table, name="table"),
    path("dispatch/<int:pk>/<slug:verb>/", deciding.record, name="record"),
    path("series/", series.show, name="series"),
    path("templates/", templating.show_list, name="templates"),
    path("templates/<slug:owner>/<str:kind>/", templating.edit, name="template"),
    path("templates/<slug:owner>/<str:kind>/preview/", templating.preview, name="template-preview"),
    path("templates/<slug:owner>/<str:kind>/decide/", templating.decide, name="template-decide"),
    path("templates/<slug:owner>/<str:kind>/<int:number>/", templating.version, name="template-version"),
    path("<int:pk>/", pages.detail, name="detail"),
    path("<int:pk>/paper.<str:kind>", pages.paper, name="paper"),
    path("<int:pk>/<slug:verb>/", deciding.act, name="act"),
]
navigation(
    Entry(
        "letters",
        "文书",
        "casework:list",
        160,
        visible=queries.may_read_any,
        count=queries.returned,
    )
)


def _keeps(by: Acting) -> bool:
    return by.may_anywhere(Permission.CASEWORK_TEMPLATES)


navigation(
    Entry(
        "letters-dispatch", "收发登记簿", "casework:dispatch", 161, under="letters", note="寄出、签收和退回",
        visible=lambda by: by.may_anywhere(Permission.CASEWORK_DISPATCH),
    )
)  # fmt: skip
navigation(
    Entry(
        "letters-templates", "文书模板", "casework:templates", 40, _keeps, under="settings", note="各种文书的文本和条款"
    )
)
navigation(
    Entry("letters-series", "文书编号", "casework:series", 41, _keeps, under="settings", note="编号格式和已用编号")
)
