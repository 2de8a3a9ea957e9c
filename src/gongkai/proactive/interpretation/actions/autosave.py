"""What was typed into an interpretation and not saved yet: kept for the person who typed it, as long as it is a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.unsaved import actions as unsaved
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation.permissions import check_writing
from gongkai.proactive.interpretation.rules import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.interpretation.models import Interpretation


def place_of(interpretation: Interpretation) -> str:
    return f"interpretation:{interpretation.pk}"


def keep_typed(
    *, interpretation: Interpretation, version: int, fields: Mapping[str, list[str]], by: Acting
) -> dt.datetime:
    """Keep a form as it stands on the screen; return when. Raises Refused once it was handed in, NotAllowed for others."""
    check_writing(interpretation, by)
    if interpretation.status != Status.DRAFT:
        raise Refused("解读已送审，不再自动保存。")
    try:
        return unsaved.keep(place=place_of(interpretation), version=version, fields=fields, by=by)
    except unsaved.NotKept as error:
        raise Refused(str(error)) from error


def forget_typed(*, interpretation: Interpretation, by: Acting) -> None:
    """Throw away what was kept: it was saved, or is not wanted."""
    unsaved.forget(place=place_of(interpretation), by=by)
