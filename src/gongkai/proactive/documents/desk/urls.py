from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.desk import deciding, decisions, drafting, pages
from gongkai.proactive.documents.queries import waiting_for

app_name = "documents"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("new/", drafting.new, name="new"),
    path("returns/", pages.returns, name="returns"),
    path("secret-stubs/", pages.stubs, name="stubs"),
    path("<int:pk>/", deciding.detail, name="detail"),
    path("<int:pk>/edit/", drafting.edit, name="edit"),
    path("<int:pk>/history/", pages.history, name="history"),
    path("<int:pk>/compare/", pages.compare, name="compare"),
    path("<int:pk>/slip/", pages.slip, name="slip"),
    path("<int:pk>/files/", drafting.add_file, name="add-file"),
    path("<int:pk>/files/<int:file>/", pages.file, name="file"),
    path("<int:pk>/files/<int:file>/remove/", drafting.remove_file, name="remove-file"),
    path("<int:pk>/relations/", drafting.relate, name="relate"),
    path("<int:pk>/relations/<int:relation>/remove/", drafting.unrelate, name="unrelate"),
    path("<int:pk>/roll-back/<int:number>/", drafting.roll_back, name="roll-back"),
    path("<int:pk>/<slug:verb>/", decisions.decide, name="decide"),
]
navigation(
    Entry(
        key="documents",
        label="公文",
        url_name="documents:list",
        order=20,
        visible=lambda by: by.may_anywhere(Permission.DOCUMENTS_READ),
        count=lambda by: waiting_for(by).count(),
    )
)
