"""The addresses of a register and the door of each: signed in, then allowed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

from gongkai.base.ui.registers import changing, views
from gongkai.base.ui.registers.declaration import Register

View = Callable[..., HttpResponseBase]


def _door(register: Register, view: View, verb: str) -> View:
    @login_required
    @wraps(view)
    def entered(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if not register.may(request, "view", None) or not register.may(request, verb, None):
            raise PermissionDenied("您没有这项权限，需要时请联系本单位管理员。")
        return view(request, register=register, **parts)

    return entered


def patterns(register: Register) -> list[URLPattern]:
    def at(route: str, view: View, name: str, verb: str = "view") -> URLPattern:
        return path(route, _door(register, view, verb), name=name)

    found = [
        at("", views.show_list, "list"),
        at("export.<str:kind>", views.export, "export", "export"),
        at("bulk/", changing.bulk, "bulk"),
        at("views/save/", changing.save_view, "save-view"),
        at("views/<int:pk>/drop/", changing.drop_view, "drop-view"),
        at("<int:pk>/", views.show_entry, "entry"),
    ]
    if register.form:
        found += [at("add/", changing.add, "add", "add"), at("<int:pk>/edit/", changing.edit, "edit")]
    if register.importing:
        found += [
            at("import/", changing.import_lines, "import", "import"),
            at("import/template.xlsx", views.import_template, "template", "import"),
        ]
    return found
