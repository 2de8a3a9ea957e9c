from django.urls import include, path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.doors.exchange import queries
from gongkai.doors.exchange.desk import messages, overview, partners, runs, tasks
from gongkai.doors.exchange.permissions import MANAGE

app_name = "exchange"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("report.csv", overview.report, name="report"),
    path("partners/", partners.listing, name="partners"),
    path("partners/add/", partners.add, name="partner-add"),
    path("partners/<int:pk>/", partners.detail, name="partner"),
    path("partners/<int:pk>/edit/", partners.edit, name="partner-edit"),
    path("partners/<int:pk>/keys/", partners.issue_key, name="key-issue"),
    path("partners/<int:pk>/keys/<int:number>/revoke/", partners.revoke_key, name="key-revoke"),
    path("partners/<int:pk>/reconcile/", runs.start, name="run-start"),
    # Before the register: its entry page is this one.
    path("messages/<int:pk>/", messages.detail, name="message"),
    path("messages/<int:pk>/<slug:verb>/", messages.act, name="message-act"),
    path("messages/", include(messages.MESSAGES.urls())),
    path("tasks/<int:pk>/", tasks.detail, name="task"),
    path("tasks/<int:pk>/decide/", tasks.decide, name="task-decide"),
    path("tasks/<int:pk>/assign/", tasks.assign, name="task-assign"),
    path("tasks/", include(tasks.TASKS.urls())),
    path("runs/", runs.listing, name="runs"),
    path("runs/<int:pk>/", runs.detail, name="run"),
    path("runs/<int:pk>/export.csv", runs.export, name="run-export"),
]
navigation(
    Entry(
        "exchange",
        "交换",
        "exchange:overview",
        700,
        visible=lambda by: by.may_anywhere(MANAGE),
        count=queries.open_tasks,
    )
)
