"""After the end: a wrong row put right, and how long an agency keeps who applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.actions.shared import required, subject_of
from gongkai.responsive.applications.actions.telling import tell
from gongkai.responsive.applications.models import Application, Keeping
from gongkai.responsive.applications.permissions import APPROVE, Refused
from gongkai.responsive.applications.queries.keeping import kept_by
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.keeping import FEWEST_YEARS, MOST_YEARS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def correct_outcome(*, application: Application, code: str, reason: str, by: Acting) -> Application:
    """Put the outcome of a closed case right for the statistics; the answer that left stays as it is.

    In a year whose report is frozen the figures stay and the correction shows beside them. Raises Refused, NotAllowed.
    """
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("agency", "submission")
        .get(pk=application.pk)
    )
    check(by, APPROVE, found.agency)
    if found.status != Status.CLOSED:
        raise Refused("还没有办结，请在办理中更改。")
    if code not in REPLY_KINDS or code == found.outcome:
        raise Refused("请选择另一种办理结果。")
    old, found.outcome = found.outcome, code
    found.version += 1
    found.save(update_fields=["outcome", "version"])
    events.record(
        tag="applications:application:correct", by=by.actor(APPROVE, found.agency), subject=subject_of(found),
        old={"办理结果": REPLY_KINDS[old].name}, new={"办理结果": REPLY_KINDS[code].name},
        remark=required(reason, "请写明更正的理由。"),
    )  # fmt: skip
    tell(found)
    return found


@transaction.atomic
def set_keeping(*, agency: Agency, years: int | None, basis: str, by: Acting) -> Keeping:
    """Say for how many years after the end of a case an agency keeps personal data; None: for ever.

    What is over by then goes in the following night. Raises Refused, NotAllowed, OutOfSight.
    """
    check(by, APPROVE, agency)
    if years is not None and not FEWEST_YEARS <= years <= MOST_YEARS:
        raise Refused(f"保存年限请填{FEWEST_YEARS}到{MOST_YEARS}年，或者选择永久保存。")
    why, old = required(basis, "请写明依据，例如本机关文书档案保管期限表的条目。"), kept_by(agency).years
    row, _ = Keeping.objects.update_or_create(
        agency=agency,
        defaults={
            "years": years,
            "basis": why,
            "set_by": by.person.name if by.person else "系统",
            "set_at": timezone.now(),
        },
    )
    events.record(
        tag="applications:keeping:set", by=by.actor(APPROVE, agency),
        subject=Subject("application-keeping", agency.code, agency.label), old={"保存年限": years_in_words(old)},
        new={"保存年限": years_in_words(years)}, remark=why,
    )  # fmt: skip
    return row


def years_in_words(years: int | None) -> str:
    return "永久" if years is None else f"{years}年"
