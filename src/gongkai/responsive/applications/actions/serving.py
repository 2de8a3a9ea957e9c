"""An answer that comes back after its case was closed: it is served again by another way; outcome and day of closing stay."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework.rules import ROUTE_NAMES
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import calendar, of_subject, open_duties
from gongkai.responsive.applications.actions.clocks import end, start
from gongkai.responsive.applications.actions.shared import done, locked, subject_of
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.permissions import HANDLE
from gongkai.responsive.applications.queries.service import open_return
from gongkai.responsive.applications.rules.watch import SERVE_DAYS, SERVE_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

TASK = "答复被退回，请另行送达"
RUNNING = ("open", "paused")


def _runs(application: Application) -> bool:
    return of_subject(subject_of(application)).filter(rule=SERVE_DUTY, status__in=RUNNING).exists()


def _by(application: Application, by: Acting) -> Acting:
    """Who sends letters need not handle applications: what follows from that is done by the platform."""
    return by if by.may(HANDLE, application.agency) else the_system("applications")


@transaction.atomic
def answer_returned(*, application: Application, on: dt.date, route: str, by: Acting) -> Application:
    """The answer of a closed case came back, or its mail bounced: a task on the case until it is served by another way.

    Where it arrived by another way already, only the return is put down.
    """
    by = _by(application, by)
    found = locked(application, "return", by)
    missing = open_return(found) is not None
    word = ROUTE_NAMES[route]
    public = f"以“{word}”发出的答复被退回，将改用其他方式送达" if missing else ""
    done(found, "return", by, on=on, text=f"{word}被退回", public=public, facts={"退回日期": on.isoformat()})
    if missing and not _runs(found):
        due = calendar().add_working_days(timezone.localdate(), SERVE_DAYS).due
        start(found, SERVE_DUTY, due, by, name=f"{TASK} {found}")
    return found


@transaction.atomic
def served_again(*, application: Application, on: dt.date, route: str, by: Acting) -> Application:
    """The answer that had come back counts as given by another way. Does nothing where none had come back."""
    if not _runs(application):
        return application
    by = _by(application, by)
    found = locked(application, "serve_again", by)
    word = ROUTE_NAMES[route]
    done(
        found, "serve_again", by, on=on, text=word, public=f"答复已经另行送达（{word}）",
        facts={"方式": word, "送达日期": on.isoformat()},
    )  # fmt: skip
    end(found, SERVE_DUTY, by, on=on)
    return found


@transaction.atomic
def part_served(*, application: Application, left: int, on: dt.date, by: Acting) -> Application:
    """The answer left for one of several applicants and not yet for all: the case stays open until it has."""
    by = _by(application, by)
    found = locked(application, "part_served", by)
    done(found, "part_served", by, on=on, text=f"还有{left}位申请人没有寄给", facts={"还没有寄给": left})
    return found


def drop_settled_returns() -> int:
    """Every night: end the tasks of answers whose return somebody dealt with without sending anew; return how many."""
    ended = 0
    system = the_system("applications")
    waiting = open_duties(system, rule=SERVE_DUTY).values_list("subject_id", flat=True)
    rows = Application.objects.filter(pk__in=[int(pk) for pk in waiting]).select_related("agency", "submission")
    for one in rows.order_by("pk"):
        if open_return(one) is None:
            duties.cancel(rule=SERVE_DUTY, subject=subject_of(one), reason="退回已另行处理", by=system)
            ended += 1
    return ended
