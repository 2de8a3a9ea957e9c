"""A notice looked at, and its wording changed, before the verb that issues it is done. Nothing is kept of a trial."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from gongkai.engine.casework import queries as casework
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.desk import verbs
from gongkai.responsive.applications.desk.shared import attempt, case_page, seen_of
from gongkai.responsive.applications.permissions import Refused

if TYPE_CHECKING:
    from gongkai.base.organisations.officer import OfficerRequest
    from gongkai.responsive.applications.desk.verb_forms import VerbForm
    from gongkai.responsive.applications.models import Application

OURS = frozenset({"csrfmiddlewaretoken", "text", "wording"})
NO_LETTER = "填写的日期在今天以前，那时的文书已经用纸质发出，系统不再另制文书，没有可以预览的。请直接办理。"


def text_of(request: OfficerRequest) -> str | None:
    """Return the wording that was changed in this form, None where it is the standard one."""
    typed = request.POST.get("text")
    return typed.replace("\r\n", "\n") if typed is not None and typed.strip() else None


def previewed(
    request: OfficerRequest, application: Application, verb: str, form: VerbForm
) -> tuple[HttpResponse | None, int]:
    """Return the page with the notice as it would leave, or None and the status where the verb itself is refused."""
    found: list[actions.Drafted] = []
    status = attempt(form, lambda: found.append(_tried(request, application, verb, form)))
    if status:
        return None, status
    drafted = found[0]
    problems = [f"{one.place}：{one.sentence}" for one in drafted.problems]
    return _page(request, application, verb, drafted.text, drafted, problems, 200), 200


def _tried(request: OfficerRequest, application: Application, verb: str, form: VerbForm) -> actions.Drafted:
    """Do the verb up to its notice and take everything back. Raises what the verb raises, Refused where it writes none."""
    try:
        with transaction.atomic(), actions.trying():
            verbs.run(verb, application, form, request.acting, seen_of(request), text_of(request))
            transaction.set_rollback(True)
    except actions.Drafted as drafted:
        return drafted
    raise Refused(NO_LETTER)


def refused(request: OfficerRequest, application: Application, verb: str, form: VerbForm, status: int) -> HttpResponse:
    """Show the wording again as typed, with what is wrong."""
    said = [str(one) for errors in form.errors.values() for one in errors]
    return _page(request, application, verb, request.POST.get("text", ""), None, said, status)


def _page(
    request: OfficerRequest, application: Application, verb: str, text: str, drafted: actions.Drafted | None,
    problems: list[str], status: int,
) -> HttpResponse:  # fmt: skip
    hidden = [(name, value) for name, values in request.POST.lists() if name not in OURS for value in values]
    context: dict[str, Any] = {
        "heading": verbs.heading_of(verb),
        "button": verbs.OFFERS[verb].button,
        "url": reverse("applications:do", args=[application.pk, verb]),
        "hidden": hidden,
        "text": text,
        "problems": problems,
        "sheet": drafted.sheet if drafted else {},
        "rows": casework.blocks_for_screen(drafted.sheet["blocks"]) if drafted else [],
        "clauses": list(drafted.clauses.items()) if drafted else [],
    }
    return case_page(request, "wording", application, context, last="预览文书", status=status)
