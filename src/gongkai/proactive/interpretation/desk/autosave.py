"""Autosave of an interpretation."""

from __future__ import annotations

from gongkai.base.unsaved.officer import typing_views
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation import actions
from gongkai.proactive.interpretation.desk.working import load

keep, drop = typing_views(
    load=load,
    keep=lambda one, *, version, fields, by: actions.keep_typed(
        interpretation=one, version=version, fields=fields, by=by
    ),
    forget=lambda one, by: actions.forget_typed(interpretation=one, by=by),
    refused=Refused,
    back="interpretation:work",
)
