"""What somebody reads of the request to put a record right: how far it is, until when, the letters. Never the record itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui.text import cn_date
from gongkai.responsive.applications.actions.records import letters_of_record
from gongkai.responsive.applications.portal.shared import CRUMBS, page
from gongkai.responsive.applications.portal.showing import may_see
from gongkai.responsive.applications.rules.intake import MOST_FILES
from gongkai.responsive.applications.rules.records import OUTCOME_NAMES, PUBLIC_NAMES, RecordState
from gongkai.responsive.applications.rules.window import LARGEST_SCAN

if TYPE_CHECKING:
    from gongkai.engine.casework.models import Letter
    from gongkai.responsive.applications.models import RecordRequest

DONE = {"evidence": "证据材料已经收到，办理人员会看到。"}
STAGES = ("登记", "核查", "告知")


def shown(request: HttpRequest, one: RecordRequest, *, problem: str = "") -> HttpResponse:
    if one.erased_at is not None:
        return page(request, "record_erased", {"one": one, "crumbs": CRUMBS})
    letters = letters_for(one)
    context = {
        "one": one,
        "agency": one.agency,
        "state": PUBLIC_NAMES[one.state],
        "outcome": OUTCOME_NAMES[one.outcome] if one.state == RecordState.CLOSED else "",
        "stages": _stages(one),
        "due": due_sentence(one),
        "letters": letters,
        "materials": one.materials.count(),
        "open": one.state == RecordState.OPEN,
        "timeline": _timeline(one, letters),
        "done": "" if problem else DONE.get(request.GET.get("done", ""), ""),
        "problem": problem,
        "most": {"files": MOST_FILES, "scan": LARGEST_SCAN},
        "crumbs": CRUMBS,
    }
    return page(request, "record_track", context, status=422 if problem else 200)


def letters_for(one: RecordRequest) -> list[Letter]:
    """Return the issued letters addressed to who asked, oldest first."""
    return [letter for letter in letters_of_record(one) if may_see(letter)]


def due_sentence(one: RecordRequest) -> str:
    if one.state == RecordState.CLOSED:
        return ""
    if one.due_on < timezone.localdate():
        return f"应在{cn_date(one.due_on)}前告知您，现已超过。请与受理机关联系。"
    return f"应在{cn_date(one.due_on)}前告知您处理结果。"


def _stages(one: RecordRequest) -> list[dict[str, str]]:
    now = {RecordState.OPEN: 1, RecordState.DECIDING: 2, RecordState.CLOSED: len(STAGES)}[RecordState(one.state)]
    return [
        {"label": name, "state": "done" if place < now else "now" if place == now else "next"}
        for place, name in enumerate(STAGES)
    ]


def _timeline(one: RecordRequest, letters: list[Letter]) -> list[dict[str, Any]]:
    rows = [{"at": one.entered_at, "title": f"已收到更正申请，登记编号{one.number}", "who": "登记", "text": ""}]
    rows += [
        {"at": letter.issued_at, "title": f"{letter.kind_data.name}已经签发", "who": "告知", "text": letter.number}
        for letter in letters
    ]
    return rows
