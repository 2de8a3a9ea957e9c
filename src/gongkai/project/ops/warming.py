"""What every process of a server would otherwise work out for itself: done once before they are forked, so that they share it.

Only what lies in memory and changes no more: no thread is started and no connection opened that a child could inherit. What is
left out here is no fault, it is only paid for in each process.
"""

from __future__ import annotations

import gc
import importlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver
from django.utils import translation

import gongkai
from gongkai.base.ui.text import by_word
from gongkai.engine.search.index.characters import simplify

OURS = Path(gongkai.__file__).parent
# Pages that readers ask for are compiled here; those of the desk when an officer first opens them.
DESK = "/desk/"


def warm() -> None:
    """Load the application, its addresses, models, public templates and word lists; what is loaded is no garbage later."""
    importlib.import_module("gongkai.project.wsgi")
    with translation.override(settings.LANGUAGE_CODE):
        get_resolver().reverse_dict  # noqa: B018 - fills the tables in which addresses are looked up
    _models()
    _templates()
    by_word("云川市人民政府")
    simplify("公開")
    gc.collect()
    gc.freeze()


def _models() -> None:
    """Let the models find each other: every query would do it, and write into pages of memory that are shared."""
    for model in apps.get_models(include_auto_created=True):
        about = model._meta
        about.get_fields()
        for name in ("fields_map", "_forward_fields_map", "concrete_fields", "_property_names", "related_objects"):
            getattr(about, name)


def _templates() -> None:
    for folder in get_app_template_dirs("templates"):
        if not Path(folder).is_relative_to(OURS):
            continue
        for path in sorted(Path(folder).rglob("*.html")):
            name = path.relative_to(folder).as_posix()
            if DESK not in f"/{name}":
                get_template(name)
