"""What the pages share: tabs, tables for spreadsheets, files that stay chosen when a form comes back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.core import signing
from django.http import FileResponse, HttpResponse
from django.urls import reverse

from gongkai.base.events import queries as events
from gongkai.base.events.rules import Subject, label
from gongkai.base.files import actions as files
from gongkai.base.files import queries as file_queries
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import ROLES
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.oversight.safety.actions import Attached, Refused, Stale
from gongkai.oversight.safety.permissions import READS, agencies_managed, may_read, reads_backups

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from gongkai.base.files.queries import StoredFile

NAV = "safety"
PER_PAGE = 30
SALT = "safety.kept"
GET_POST = ["GET", "HEAD", "POST"]
WORDS = (
    ("overview", "总览"),
    ("incidents", "安全事件"),
    ("backups", "备份和恢复"),
    ("plans", "应急预案"),
    ("drills", "应急演练"),
)


def check_reads(request: OfficerRequest) -> None:
    """Raises NotAllowed for a role that reads nothing here."""
    if not may_read(request.acting):
        names = "、".join(role.name for role in ROLES.values() if role.permissions.intersection(READS))
        raise NotAllowed(f"安全和应急供“{names}”使用，您目前没有这个岗位。")


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """Render a page; the tab of the backups stands only for whom they concern."""
    check_reads(request)
    shown = [(key, word) for key, word in WORDS if key != "backups" or reads_backups(request.acting)]
    here = {
        "tabs": [{"label": word, "url": reverse(f"safety:{key}"), "current": key == tab} for key, word in shown],
        "manages": agencies_managed(request.acting).exists(),
        "crumbs": [{"label": "安全和应急", "url": reverse("safety:overview")}, {"label": dict(WORDS)[tab]}],
    }
    return desk_page(request, f"safety/desk/{template}.html", here | context, nav=NAV, status=status)


def crumbs(tab: str, last: str) -> list[dict[str, str]]:
    return [
        {"label": "安全和应急", "url": reverse("safety:overview")},
        {"label": dict(WORDS)[tab], "url": reverse(f"safety:{tab}")},
        {"label": last},
    ]


def as_csv(name: str, lines: list[list[object]]) -> HttpResponse:
    """Return a table that spreadsheets open in Chinese and never compute."""
    text = io.StringIO()
    csv.writer(text).writerows([[safe_cell(cell) for cell in line] for line in lines])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def history(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"at": event.at, "who": event.actor_name, "what": label(event.tag), "changes": [], "note": event.remark}
        for event in events.events_of(subject).filter(tag__startswith="safety:").order_by("-seq")
    ]


def attempt(form: forms.Form, run: Callable[[], object]) -> int:
    """Run the verb behind a posted form; return 0 when done, else the status of the page that shows what is wrong."""
    if not form.is_valid():
        return 422
    try:
        run()
    except Stale as error:
        form.add_error(None, str(error))
        return 409
    except (Refused, FileRefused) as error:
        form.add_error(None, str(error))
        return 422
    return 0


def attached(request: OfficerRequest, form: forms.Form) -> list[Attached]:
    """Return the file that came with a form, by the uploader, plainly, or kept from the time before. Raises FileRefused."""
    number = request.POST.get("upload_id", "")
    if number.isdecimal():
        stored = file_queries.finished_file_of(file_id=int(number), person_id=request.user.pk)
        return _kept(form, request, stored, stored.name) if stored else []
    plain = request.FILES.get("upload")
    if plain is not None:
        name = plain.name or "附件"
        return _kept(form, request, files.store(data=plain.read(), filename=name, by=request.user.name), name)
    return _from_token(request, form)


def _kept(form: forms.Form, request: OfficerRequest, stored: StoredFile, name: str) -> list[Attached]:
    token = signing.dumps([request.user.pk, stored.pk, name], salt=SALT)
    form.kept = {"token": token, "name": name}  # type: ignore[attr-defined]  # the template offers it again
    return [Attached(stored, name)]


def _from_token(request: OfficerRequest, form: forms.Form) -> list[Attached]:
    try:
        person, file, name = signing.loads(request.POST.get("kept", ""), salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return []
    stored = file_queries.file_by_id(file) if person == request.user.pk else None
    return _kept(form, request, stored, name) if stored else []


def handed_out(stored: StoredFile, name: str) -> FileResponse:
    response = FileResponse(file_queries.open_file(stored), as_attachment=True, filename=name)
    response["Content-Type"] = stored.media_type
    return response


def seen_of(request: OfficerRequest) -> int | None:
    """Return the version of the page that was posted; every form of this package carries it."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else None
