"""What the pages share: the shell, running a verb behind a form, tables for spreadsheets, files that stay chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse

from gongkai.base.files import actions as files
from gongkai.base.files import queries as file_queries
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.vault import actions as vault
from gongkai.base.vault import queries as vault_queries
from gongkai.base.vault.rules import VaultError
from gongkai.responsive.applications.desk.after_shared import tabs as after_tabs
from gongkai.responsive.applications.permissions import ACCEPT, HANDLE, REFUSALS, Stale
from gongkai.responsive.applications.queries.parts import divisions_of, open_opinions
from gongkai.responsive.applications.rules import Status

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application

NAV = "applications"
PER_PAGE = 25
GET_POST = ["GET", "HEAD", "POST"]
SALT = "applications.kept"
PILLS: dict[str, str] = {
    Status.ARRIVED: "warn",
    Status.EXAMINING: "info",
    Status.SUPPLEMENTING: "pause",
    Status.HANDLING: "info",
    Status.PAYING: "pause",
    Status.DECIDING: "warn",
    Status.REPLYING: "warn",
    Status.CLOSED: "ok",
}


def tabs(by: Acting, current: str) -> list[dict[str, Any]]:
    """Return the pages beside the register that concern this person; [] where there is only the one."""
    shown: list[tuple[str, str, int | None]] = [("list", "登记簿", None)]
    if by.may_anywhere(ACCEPT):
        shown.append(("confirming", "待确认收到", None))
    if by.may_anywhere(HANDLE) or divisions_of(by):
        shown.append(("opinions", "科室意见", open_opinions(by) or None))
    shown += after_tabs(by)
    if by.may_anywhere(ACCEPT):
        shown.append(("gaps", "受理点", None))
    return [
        {"label": label, "url": reverse(f"applications:{key}"), "count": count, "current": key == current}
        for key, label, count in shown
    ] if len(shown) > 1 else []  # fmt: skip


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *, last: str = "", tab: str = "", status: int = 200
) -> HttpResponse:
    """Render a page; `last` is the name of what lies below the register."""
    crumbs: list[dict[str, str]] = [{"label": "依申请", "url": reverse("applications:list")}]
    here: dict[str, Any] = {"crumbs": [*crumbs, {"label": last}] if last else [{"label": "依申请"}]}
    if tab:
        here["tabs"] = tabs(request.acting, tab)
    return desk_page(request, f"applications/desk/{template}.html", here | context, nav=NAV, status=status)


def case_page(
    request: OfficerRequest, template: str, application: Application, context: dict[str, Any], *, last: str, status: int
) -> HttpResponse:
    """Render a page of one case, below its own page."""
    crumbs = [
        {"label": "依申请", "url": reverse("applications:list")},
        {"label": str(application), "url": reverse("applications:detail", args=[application.pk])},
        {"label": last},
    ]
    return page(request, template, {"application": application, "crumbs": crumbs} | context, status=status)


def attempt(form: forms.Form, run: Callable[[], object]) -> int:
    """Run the verb behind a posted form; return 0 when done, else the status of the page that shows what is wrong."""
    if not form.is_valid():
        return 422
    try:
        run()
    except Stale as error:
        form.add_error(None, str(error))
        return 409
    except (*REFUSALS, FileRefused, VaultError) as error:
        for sentence in str(error).splitlines() or ["请核对后再办。"]:
            form.add_error(None, sentence)
        return 422
    return 0


def seen_of(request: OfficerRequest) -> int | None:
    """Return the version of the page that was posted."""
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() else None


@dataclass(frozen=True)
class Kept:
    """A file that came with a form, and the token by which the form offers it again."""

    file: Any
    name: str
    token: str


def given_of(request: OfficerRequest) -> list[Kept]:
    """Return the files to be given out, new ones and those kept from the time before. Raises FileRefused."""
    kept = [found for text in request.POST.getlist("kept") if (found := _given_token(request, text))]
    for upload in request.FILES.getlist("upload"):
        name = upload.name or "提供的信息"
        kept.append(_keep(request, files.store(data=upload.read(), filename=name, by=request.user.name), name))
    return kept


def _keep(request: OfficerRequest, stored: StoredFile, name: str) -> Kept:
    return Kept(stored, name, signing.dumps([request.user.pk, stored.pk, name], salt=SALT))


def _given_token(request: OfficerRequest, text: str) -> Kept | None:
    try:
        person, pk, name = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    stored = file_queries.file_by_id(pk) if person == request.user.pk else None
    return Kept(stored, name, text) if stored is not None else None


def sealed_of(request: OfficerRequest, field: str, purpose: str) -> list[Kept]:
    """Return scans of paper, kept sealed, new ones and those of the time before. Raises FileRefused, VaultError."""
    kept = [found for text in request.POST.getlist(f"{field}-kept") if (found := _sealed_token(request, text))]
    for upload in request.FILES.getlist(field):
        name = upload.name or "扫描件"
        sealed = vault.keep_file(data=upload.read(), name=name, by=request.acting, purpose=purpose)
        kept.append(Kept(sealed, name, signing.dumps([request.user.pk, str(sealed.pk), name], salt=SALT)))
    return kept


def _sealed_token(request: OfficerRequest, text: str) -> Kept | None:
    try:
        person, pk, name = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    sealed = vault_queries.sealed_file(pk) if person == request.user.pk else None
    return Kept(sealed, name, text) if sealed is not None else None
