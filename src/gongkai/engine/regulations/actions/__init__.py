"""Verbs of the library: import, and what follows for public pages."""

from gongkai.engine.regulations.actions.importing import Given, Told, import_laws, load_sample
from gongkai.engine.regulations.actions.pages import read_pages, review_laws
from gongkai.engine.regulations.actions.reminding import remind_tasks
from gongkai.engine.regulations.actions.tasks import decide_fine, open_task

__all__ = [
    "Given",
    "Told",
    "decide_fine",
    "import_laws",
    "load_sample",
    "open_task",
    "read_pages",
    "remind_tasks",
    "review_laws",
]
