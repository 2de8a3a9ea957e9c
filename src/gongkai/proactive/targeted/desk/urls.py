from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.targeted.desk import deciding, pages, papers

app_name = "targeted"
urlpatterns = [
    path("", pages.show_list, name="list"),
    path("new/", pages.new, name="new"),
    path("<int:pk>/", pages.detail, name="detail"),
    path("<int:pk>/edit/", pages.edit, name="edit"),
    path("<int:pk>/do/<str:verb>/", deciding.decide, name="decide"),
    path("<int:pk>/recipients/<int:recipient>/<str:verb>/", deciding.recipient, name="recipient"),
    path("<int:pk>/slip/<int:recipient>/", papers.slip, name="slip"),
    path("<int:pk>/letter/<int:recipient>/", papers.letter, name="letter"),
    path("<int:pk>/receipts.csv", papers.receipts, name="receipts"),
    path("documents/<int:document>/", pages.new_of, name="new-of"),
]
navigation(
    Entry(
        "targeted", "定向公开", "targeted:list", 240,
        visible=lambda by: by.may_anywhere(Permission.TARGETED_DISCLOSE)
        or by.may_anywhere(Permission.DOCUMENTS_SECRECY_REVIEW)
        or by.may_anywhere(Permission.DOCUMENTS_SIGN),
    )
)  # fmt: skip
