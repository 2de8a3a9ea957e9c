from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.faq.desk import deciding, editing, tables
from gongkai.proactive.faq.desk.registers import LISTS

app_name = "faq"
urlpatterns = [
    path("add/", editing.new, name="new"),
    path("<int:pk>/", editing.detail, name="list"),
    path("<int:pk>/preview/", editing.preview, name="preview"),
    path("<int:pk>/collect/", editing.collect, name="collect"),
    path("<int:pk>/export.csv", tables.export, name="export"),
    path("<int:pk>/import/", tables.take_in, name="import"),
    path("<int:pk>/do/<str:verb>/", deciding.decide, name="decide"),
    path("<int:pk>/proposals/<int:proposal>/", deciding.proposal, name="proposal"),
    path("", include(LISTS.urls())),
]

navigation(
    Entry(
        "faq",
        "常见问题",
        "faq:lists:list",
        236,
        visible=lambda by: (
            by.may_anywhere(Permission.INTERPRETATION_DRAFT) or by.may_anywhere(Permission.DOCUMENTS_SECRECY_REVIEW)
        ),
    )
)
