from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.desk import (
    autosave,
    bulk,
    countersigning,
    deciding,
    decisions,
    drafting,
    exhibit_report,
    exhibits,
    maps,
    pages,
    redaction,
    reports,
    slips,
    steps,
)
from gongkai.proactive.documents.queries import countersigning as asked
from gongkai.proactive.documents.queries import waiting_for

app_name = "documents"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("new/", drafting.new, name="new"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("export/", bulk.export, name="export"),
    path("views/", bulk.save_view, name="save-view"),
    path("views/<int:view>/drop/", bulk.drop_view, name="drop-view"),
    path("returns/", reports.returns, name="returns"),
    path("links/", reports.links, name="links"),
    path("links/mend/", reports.mend, name="mend-link"),
    path("full-text/", reports.full_text, name="full-text"),
    path("secret-stubs/", pages.stubs, name="stubs"),
    path("<int:pk>/", deciding.detail, name="detail"),
    path("<int:pk>/edit/", drafting.edit, name="edit"),
    path("<int:pk>/history/", pages.history, name="history"),
    path("<int:pk>/compare/", pages.compare, name="compare"),
    path("<int:pk>/slip/", slips.slip, name="slip"),
    path("<int:pk>/slip.pdf", slips.slip_pdf, name="slip-pdf"),
    path("<int:pk>/files/", drafting.add_file, name="add-file"),
    path("<int:pk>/files/<int:file>/", pages.file, name="file"),
    path("<int:pk>/files/<int:file>/remove/", drafting.remove_file, name="remove-file"),
    path("<int:pk>/relations/", drafting.relate, name="relate"),
    path("<int:pk>/relations/<int:relation>/remove/", drafting.unrelate, name="unrelate"),
    path("<int:pk>/roll-back/<int:number>/", drafting.roll_back, name="roll-back"),
    path("<int:pk>/redaction/", redaction.page, name="redaction"),
    path("<int:pk>/redaction/mark/", redaction.mark, name="mark"),
    path("<int:pk>/redaction/unmark/", redaction.unmark, name="unmark"),
    path("<int:pk>/redaction/review-day/", redaction.review_day, name="review-day"),
    path("<int:pk>/redaction/keep/", redaction.keep, name="keep-redacted"),
    path("<int:pk>/redaction/files/<int:file>/", redaction.decide_file, name="decide-file"),
    path("<int:pk>/redaction/verdicts/<int:file>/", redaction.original, name="verdict-file"),
    path("<int:pk>/redaction/verdicts/<int:file>/reopen/", redaction.reopen_file, name="reopen-file"),
    path("maps/", maps.maps, name="maps"),
    path("exhibits/", exhibit_report.report, name="exhibit-report"),
    path("<int:pk>/exhibits/", exhibits.page, name="exhibits"),
    path("<int:pk>/exhibits/new/<slug:kind>/", exhibits.new, name="new-exhibit"),
    path("<int:pk>/exhibits/<int:number>/", exhibits.edit, name="edit-exhibit"),
    path("<int:pk>/exhibits/<int:number>/remove/", exhibits.remove, name="remove-exhibit"),
    path("<int:pk>/exhibits/<int:number>/verify/", exhibits.verify, name="verify-exhibit"),
    path("<int:pk>/norm-check/", steps.norm_check, name="norm-check"),
    path("<int:pk>/countersign/", countersigning.office, name="countersign"),
    path("<int:pk>/countersign/ask/", countersigning.ask, name="ask-countersign"),
    path("<int:pk>/countersign/<int:sent>/recall/", countersigning.recall, name="recall-countersign"),
    path("countersigning/", countersigning.inbox, name="countersigning"),
    path("countersigning/<int:pk>/", countersigning.joint, name="joint"),
    path("countersigning/<int:pk>/files/<int:file>/", countersigning.joint_file, name="joint-file"),
    path("<int:pk>/opinion/", steps.opinion, name="opinion"),
    path("<int:pk>/opinion/materials/", steps.add_material, name="add-material"),
    path("<int:pk>/opinion/materials/<int:file>/", steps.material, name="material"),
    path("<int:pk>/opinion.pdf", steps.opinion_pdf, name="opinion-pdf"),
    path("<int:pk>/opinion/package/", steps.package, name="package"),
    path("<int:pk>/typed/", autosave.keep, name="keep-typed"),
    path("<int:pk>/typed/drop/", autosave.drop, name="drop-typed"),
    path("<int:pk>/<slug:verb>/", decisions.decide, name="decide"),
]
navigation(
    Entry(
        key="documents",
        label="公文",
        url_name="documents:list",
        order=20,
        visible=lambda by: by.may_anywhere(Permission.DOCUMENTS_READ),
        count=waiting_for,
    )
)
navigation(
    Entry(
        key="countersigning",
        label="会签",
        url_name="documents:countersigning",
        order=22,
        visible=lambda by: by.may_anywhere(Permission.DOCUMENTS_SIGN),
        count=asked.waiting,
    )
)
