from django.urls import path

from gongkai.base.organisations.officer import Entry, navigation
from gongkai.engine.regulations import queries
from gongkai.engine.regulations.desk import importing, laws, lists, tasks

app_name = "regulations"
urlpatterns = [
    path("", lists.laws, name="list"),
    path("export.<str:kind>", lists.export, {"what": "laws"}, name="export"),
    path("import/", importing.upload, name="import"),
    path("tasks/", lists.tasks, name="tasks"),
    path("tasks/export.<str:kind>", lists.export, {"what": "tasks"}, name="tasks-export"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/decide/", tasks.decide, name="decide"),
    path("<int:pk>/", laws.law, name="law"),
    path("<int:pk>/compare/", laws.compare, name="compare"),
]

navigation(
    Entry("regulations", "法规", "regulations:list", 650, visible=lambda by: bool(by.grants), count=queries.open_tasks)
)
