"""How an issue reaches people: channels, paper, and reasons for what it leaves out."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.gazette.actions.shared import lock, note, note_gazette
from gongkai.proactive.gazette.models import ChannelState, Entry, Gazette, Issue, Omission, Recipient, Supply
from gongkai.proactive.gazette.permissions import check_edit, check_state
from gongkai.proactive.gazette.rules import CHANNEL_NAMES, PLACE_NAMES, READING_POINTS, WHY_NAMES, Channel, State, Why

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Item


@transaction.atomic
def note_channel(*, issue: Issue, channel: str, url: str, by: Acting) -> ChannelState:
    """Put down that an issue is available in full in a channel, and where (R287). The portal puts itself down."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_state(issue, State.RELEASED)
    if channel not in CHANNEL_NAMES or channel == Channel.PORTAL:
        raise Refused("门户网站随出版自动登记，请选择其他渠道。")
    if not url.startswith(("https://", "http://")) or len(url) > 500 or any(c.isspace() for c in url):
        raise Refused("请填写这一期在该渠道的完整地址，以 https:// 开头。")
    made, _ = ChannelState.objects.update_or_create(
        issue=issue, channel=channel, defaults={"url": url, "by": by.actor().name, "at": timezone.now()}
    )
    note("issue:channel", issue, by, new={"渠道": CHANNEL_NAMES[channel], "地址": url})
    return made


@transaction.atomic
def edit_recipient(
    *, gazette: Gazette, name: str, place: str, copies: int, by: Acting, address: str = "", hours: str = "",
    is_point: bool = False, active: bool = True,
) -> Recipient:  # fmt: skip
    """Put a recipient on the list of free copies, or change the one of this name."""
    check_edit(gazette.agency, by)
    if not name.strip() or place not in PLACE_NAMES or copies < 1:
        raise Refused("请填写名称、类别和每期份数（至少一份）。")
    if is_point and place not in READING_POINTS and not address.strip():
        raise Refused("公共取阅点要写明地址，公众按地址取阅。")
    made, _ = Recipient.objects.update_or_create(
        gazette=gazette, name=name.strip()[:100],
        defaults={"place": place, "copies": copies, "address": address.strip()[:200], "hours": hours.strip()[:100],
                  "is_point": is_point, "active": active},
    )  # fmt: skip
    note_gazette("paper:recipient", gazette, by, new={"名称": made.name, "份数": copies, "取阅点": is_point})
    return made


@transaction.atomic
def plan_supply(*, issue: Issue, by: Acting) -> int:
    """Open the deliveries of an issue for everybody on the list; return how many are new. Raises Refused without a print run."""
    check_edit(issue.gazette.agency, by)
    issue = lock(issue)
    check_state(issue, State.RELEASED)
    if not issue.print_run:
        raise Refused("请先登记本期印数。")
    known = set(issue.supplies.values_list("recipient", flat=True))
    rows = issue.gazette.recipients.filter(active=True).exclude(pk__in=known)
    made = Supply.objects.bulk_create([Supply(issue=issue, recipient=row, wanted=row.copies) for row in rows])
    note("paper:supply", issue, by, new={"赠阅对象": len(made)})
    return len(made)


@transaction.atomic
def send(*, supply: Supply, copies: int, on: dt.date, by: Acting) -> Supply:
    """Put down what was sent. Raises Refused when more would leave than was printed."""
    issue = lock(supply.issue)
    check_edit(issue.gazette.agency, by)
    out = sum(issue.supplies.exclude(pk=supply.pk).values_list("sent", flat=True)) + copies
    if copies < 0 or (issue.print_run is not None and out > issue.print_run):
        raise Refused(
            f"本期印数{issue.print_run}份，已经送出{out - copies}份，不能再送{copies}份。请先保证公共取阅点。"
        )
    Supply.objects.filter(pk=supply.pk).update(sent=copies, sent_on=on)
    note("paper:supply", issue, by, new={"送往": supply.recipient.name, "份数": copies})
    supply.refresh_from_db()
    return supply


@transaction.atomic
def receive(*, supply: Supply, copies: int, on: dt.date, signer: str, by: Acting) -> Supply:
    """Put down a receipt. Fewer than were sent is a shortage, and shown as one."""
    issue = lock(supply.issue)
    check_edit(issue.gazette.agency, by)
    supply.refresh_from_db()
    if not signer.strip():
        raise Refused("请填写签收人。")
    if not 0 <= copies <= supply.sent:
        raise Refused(f"送出{supply.sent}份，签收数不能多于送出数。")
    Supply.objects.filter(pk=supply.pk).update(received=copies, received_on=on, received_by=signer.strip()[:40])
    note("paper:receipt", issue, by, new={"签收": supply.recipient.name, "份数": copies})
    supply.refresh_from_db()
    return supply


@transaction.atomic
def give_reason(*, gazette: Gazette, document: Item, why: str, by: Acting, note_text: str = "") -> Omission:
    """Say why a public policy document is not in the gazette (R294)."""
    check_edit(gazette.agency, by)
    if why not in WHY_NAMES:
        raise Refused("请选择理由。")
    if why == Why.OTHER and not note_text.strip():
        raise Refused("理由是“其他”的，请写明。")
    if not document.agency.lineage.startswith(gazette.agency.lineage):
        raise Refused("这份文件不是本级政府及其部门的文件。")
    if Entry.objects.filter(issue__gazette=gazette, document=document).exists():
        raise Refused("这份文件已经选入公报，不需要理由。")
    made, _ = Omission.objects.update_or_create(
        gazette=gazette, document=document,
        defaults={"why": why, "note": note_text.strip()[:200], "by": by.actor().name, "at": timezone.now()},
    )  # fmt: skip
    note_gazette("window:reason", gazette, by, new={"文件": document.key, "理由": WHY_NAMES[why]}, remark=note_text)
    return made


@transaction.atomic
def take_back_reason(*, omission: Omission, by: Acting) -> None:
    check_edit(omission.gazette.agency, by)
    note_gazette("window:reason", omission.gazette, by, new={"文件": omission.document.key, "理由": ""})
    omission.delete()
