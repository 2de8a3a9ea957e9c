"""Autosave of a document's draft."""

from __future__ import annotations

from gongkai.base.unsaved.officer import typing_views
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.desk.deciding import load

keep, drop = typing_views(
    load=load,
    keep=lambda one, *, version, fields, by: actions.keep_typed(document=one, version=version, fields=fields, by=by),
    forget=lambda one, by: actions.forget_typed(document=one, by=by),
    refused=actions.Refused,
    back="documents:edit",
)
