"""Questions about the library, about what a text cites, and about what must be brought up to date."""

from gongkai.engine.regulations.queries.citations import citations, findings, titles_in
from gongkai.engine.regulations.queries.laws import (
    beside,
    cited_by,
    citing_pages,
    figures,
    law,
    law_by_title,
    law_model,
    laws,
    laws_cited_by,
    paragraphs,
    status_filter,
    status_on,
    version_on,
    versions,
)
from gongkai.engine.regulations.queries.library import library, stamp
from gongkai.engine.regulations.queries.tasks import (
    counts,
    export_rows,
    open_tasks,
    readable,
    task,
    tasks,
    tasks_of_item,
)

__all__ = [
    "beside",
    "citations",
    "cited_by",
    "citing_pages",
    "counts",
    "export_rows",
    "figures",
    "findings",
    "law",
    "law_by_title",
    "law_model",
    "laws",
    "laws_cited_by",
    "library",
    "open_tasks",
    "paragraphs",
    "readable",
    "stamp",
    "status_filter",
    "status_on",
    "task",
    "tasks",
    "tasks_of_item",
    "titles_in",
    "version_on",
    "versions",
]
