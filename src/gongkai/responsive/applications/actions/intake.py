"""A form comes in: by the web, a platform, or at the desk; both sides confirm; it is registered and the clocks begin."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import check
from gongkai.base.vault.queries import fingerprint_of
from gongkai.engine.casework import actions as casework
from gongkai.law.receipt import NotReceived, receive
from gongkai.responsive.applications.actions.clocks import end, start, start_reply
from gongkai.responsive.applications.actions.letters import acknowledge, transferred
from gongkai.responsive.applications.actions.shared import done, locked, past, subject_of
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Applicant, Application, Material, Submission
from gongkai.responsive.applications.permissions import ACCEPT, Refused
from gongkai.responsive.applications.queries.account import mark_of
from gongkai.responsive.applications.rules import DOOR_NAMES, Door, Status
from gongkai.responsive.applications.rules.forms import Matter, Party, form_defects
from gongkai.responsive.applications.rules.watch import CONFIRM_DUTY, NOTICE_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is easily taken for another
SERIES = "application"


@dataclass(frozen=True)
class Received:
    """The form as kept, and the secret that opens its page; it is shown once and kept only as a hash."""

    submission: Submission
    secret: str


def new_code(groups: int) -> str:
    """Return letters and figures in groups of four, for a receipt or a secret."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))


@transaction.atomic
def submit(
    *,
    agency: Agency,
    door: str,
    form: str,
    method: str,
    matters: Sequence[Matter],
    parties: Sequence[Party],
    by: Acting,
    original: str = "",
    files: Sequence[Any] = (),
    arrived_on: dt.date | None = None,
    confirmed_on: dt.date | None = None,
    confirmed_how: str = "",
    external_id: str = "",
    complete: bool = False,
) -> Received:
    """Take a form in. What needs no confirmation, or is confirmed, is registered at once.

    `complete` refuses what lacks a part of 条例第二十九条, as the form on the web does. Raises Refused with everything that
    is wrong, one sentence a line; NotAllowed, OutOfSight for officers without the post.
    """
    if not by.system:
        check(by, ACCEPT, agency)
    if problems := form_defects(matters, parties, complete=complete):
        raise Refused("\n".join(problems))
    day = past(arrived_on or timezone.localdate(), "收到日期")
    secret = new_code(2)
    try:
        with transaction.atomic():
            submission = Submission.objects.create(
                agency=agency, receipt=f"SQ{day:%y}-{new_code(2)}", secret=make_password(secret), door=door, form=form,
                method=method, original=original, arrived_on=day, external_id=external_id.strip(), entered_by=by.person,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(f"来件编号“{external_id}”已经登记过，请在登记簿中查找，不要重复登记。") from error
    keep_parties(submission, parties, own=door == Door.WEB)
    Material.objects.bulk_create([Material(submission=submission, file=file) for file in files])
    for position, matter in enumerate(matters, start=1):
        _arrive(submission, position, matter, parties[0].kind, by)
    if not Door(door).channel.needs_confirmation or confirmed_on is not None:
        _register(submission, confirmed_on, confirmed_how, by)
    return Received(submission, secret)


def keep_parties(submission: Submission, parties: Sequence[Party], *, first: int = 1, own: bool = False) -> None:
    """Keep applicants sealed, in the order given. Only an address of their `own` typing opens the form to its mailbox."""
    for position, party in enumerate(parties, start=first):
        Applicant.objects.create(
            submission=submission, position=position, kind=party.kind, name=party.name.strip(),
            identity=party.identity, identity_number=party.identity_number.strip(), fingerprint=same_person(party),
            identity_file=party.identity_file, phone=party.phone.strip(), email=party.email.strip(),
            address=party.address.strip(), postal_code=party.postal_code.strip()[:6], fax=party.fax.strip(),
            email_mark=mark_of(party.email) if own else "",
            representative=party.representative.strip(), contact=party.contact.strip(), agent=party.agent.strip(),
        )  # fmt: skip


def same_person(party: Party) -> str:
    """Return what is equal for the same applicant: by number of identity, else by name and way of contact, else ""."""
    if party.identity_number.strip():
        return fingerprint_of(f"{party.identity}:{party.identity_number}", "applicant")
    contact = party.phone.strip() or party.email.strip() or party.address.strip()
    return fingerprint_of(f"{party.name}:{contact}", "applicant") if party.name.strip() and contact else ""


def _arrive(submission: Submission, position: int, matter: Matter, kind: str, by: Acting) -> Application:
    application = Application.objects.create(
        submission=submission, agency=submission.agency, position=position, title=matter.title.strip()[:200],
        description=matter.description.strip(), column=kind,
    )  # fmt: skip
    application.steps.create(
        verb="submit", stage="receive", on=submission.arrived_on, person=by.person,
        person_name=by.person.name if by.person else "申请人", text=DOOR_NAMES[submission.door], public="已提交申请",
    )  # fmt: skip
    events.record(
        tag="applications:application:submit", by=by.actor(ACCEPT, submission.agency), subject=subject_of(application),
        new={"渠道": DOOR_NAMES[submission.door], "到达日期": submission.arrived_on.isoformat()},
    )  # fmt: skip
    if Door(submission.door).channel.needs_confirmation:
        start(application, CONFIRM_DUTY, submission.arrived_on, by)
    return application


def _register(
    submission: Submission, confirmed_on: dt.date | None, how: str, by: Acting, *, receipted: bool = True,
    looked_at: bool = False,
) -> None:  # fmt: skip
    """Fix the day that counts, give every matter its number, begin its clocks, and give the receipt of it.

    Not `receipted` is what an older register brought along: its applicants were told there. What was found complete
    there was `looked_at`: no clock for that look begins.
    """
    if confirmed_on is not None:
        past(confirmed_on, "确认日期", after=submission.arrived_on, after_name="申请到达")
    try:
        receipt = receive(Door(submission.door).channel, arrived=submission.arrived_on, confirmed=confirmed_on)
    except NotReceived as error:
        raise Refused(str(error)) from error
    submission.confirmed_on, submission.confirmed_how = confirmed_on, how
    submission.received_on = receipt.day
    submission.save(update_fields=["confirmed_on", "confirmed_how", "received_on"])
    for application in submission.applications.filter(status=Status.ARRIVED.value).order_by("position"):
        application.submission = submission
        number(application, receipt.day, by)
        public = f"本机关已收到申请，收到日期{receipt.day:%Y年%-m月%-d日}"
        text = "；".join(part for part in (receipt.text, receipt.warning) if part)
        done(
            application, "confirm", by, on=receipt.day, text=text, public=public, changed=("number", "received_on"),
            facts={"收到日期": receipt.day.isoformat(), "登记编号": application.number},
        )  # fmt: skip
        if Door(submission.door).channel.needs_confirmation:
            end(application, CONFIRM_DUTY, by, on=receipt.day)
        if not looked_at:
            start(application, NOTICE_DUTY, receipt.day, by)
        start_reply(application, receipt.day, by)
        tell(application)
        if receipted:
            acknowledge(application, by)


def number(application: Application, received_on: dt.date, by: Acting) -> None:
    """Give a matter the day that counts and its number in the register of the year, unless it brought one along (an older
    register); saving it is the caller's.
    """
    application.received_on = received_on
    if application.number:
        return
    application.number = casework.next_number(
        series=SERIES, agency=application.agency, year=received_on.year, by=by, subject=subject_of(application)
    )


@transaction.atomic
def confirm(*, submission: Submission, on: dt.date, how: str, by: Acting) -> Submission:
    """Both sides confirmed that the form was received: that day counts (条例第三十一条). Raises Refused, NotAllowed."""
    found = Submission.objects.select_for_update(of=("self",)).select_related("agency").get(pk=submission.pk)
    for application in found.applications.all():
        locked(application, "confirm", by)
    _register(found, on, how, by)
    return found


@transaction.atomic
def reroute(*, submission: Submission, agency: Agency, reason: str, by: Acting, text: str | None = None) -> Submission:
    """Hand a form that is not confirmed yet to the agency it was meant for; the applicant is told where it went and why."""
    found = Submission.objects.select_for_update(of=("self",)).select_related("agency").get(pk=submission.pk)
    if not reason.strip():
        raise Refused("请写明为什么转给其他机关，申请人会看到。")
    if agency.pk == found.agency_id:
        raise Refused("申请就在这个机关，请另选。")
    before = found.agency
    applications = [locked(one, "reroute", by) for one in found.applications.all()]
    found.agency = agency
    found.save(update_fields=["agency"])
    for application in applications:
        application.submission = found
        transferred(application, before, agency, reason.strip(), by, text)
        end(application, CONFIRM_DUTY, by, on=timezone.localdate())
        application.agency, application.submission = agency, found
        public = f"申请由{before.name}转{agency.name}接收：{reason.strip()}"
        done(application, "reroute", by, text=reason, public=public, changed=("agency",), facts={"转往": agency.name})
        start(application, CONFIRM_DUTY, found.arrived_on, by)
    return found
