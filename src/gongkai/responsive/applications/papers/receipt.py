"""The receipt of a form as PDF; the secret stands on it only where its holder has just shown it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.ui.qr import qr_svg
from gongkai.base.ui.text import cn_date
from gongkai.base.ui.typesetting import typeset
from gongkai.responsive.applications.rules import DOOR_NAMES
from gongkai.responsive.applications.rules.records import MATERIAL_NAMES

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application, RecordRequest, Submission

TEMPLATE = Path(__file__).with_name("receipt.typ")
TITLE = "政府信息公开申请回执"
NAME = "申请回执.pdf"
RECORD_TITLE = "更正政府信息申请回执"
RECORD_NAME = "更正申请回执.pdf"


def receipt_pdf(submission: Submission, *, track: str, secret: str = "") -> bytes:
    """Return the PDF; `track` is the address of the page on which the form is followed."""
    agency = submission.agency
    facts = [
        ("受理机关", agency.name), ("回执编号", submission.receipt), ("查询密码", secret),
        ("到达", f"{cn_date(submission.arrived_on)}　{DOOR_NAMES[submission.door]}"),
        ("收到", cn_date(submission.received_on) if submission.received_on else "待双方确认，确认之日为收到之日"),
        ("联系电话", agency.phone), ("地址", agency.address),
    ]  # fmt: skip
    matters = list(submission.applications.order_by("position"))
    return typeset(
        TEMPLATE,
        {
            "title": TITLE, "agency": agency.name, "date": cn_date(timezone.localdate()),
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "listed": f"申请公开的内容（{len(matters)}项）", "matters": [_line(one) for one in matters],
            "notes": [
                "凭回执编号和查询密码，可以随时查询办理情况、领取文书。请妥善保存，不要告诉他人。",
                f"查询网址：{track}",
            ],
            "qr": qr_svg(track), "qr_label": "查询办理情况",
        },
    )  # fmt: skip


def record_receipt_pdf(request: RecordRequest, *, track: str, secret: str = "") -> bytes:
    """Return the PDF of a request to put a record right; what is asked stands on it nowhere: a receipt lies about."""
    agency = request.agency
    facts = [
        ("受理机关", agency.name), ("回执编号", request.receipt), ("查询密码", secret), ("登记编号", request.number),
        ("收到", f"{cn_date(request.received_on)}　{DOOR_NAMES[request.door]}"),
        ("告知结果", f"{cn_date(request.due_on)}前"), ("联系电话", agency.phone), ("地址", agency.address),
    ]  # fmt: skip
    files = Counter(request.materials.values_list("what", flat=True))
    return typeset(
        TEMPLATE,
        {
            "title": RECORD_TITLE, "agency": agency.name, "date": cn_date(timezone.localdate()),
            "facts": [{"label": label, "value": value} for label, value in facts if value],
            "listed": "收到的材料", "matters": [f"{MATERIAL_NAMES[what]}{count}份" for what, count in files.items()],
            "notes": [
                "凭回执编号和查询密码，可以随时查询办理情况、领取告知书。请妥善保存，不要告诉他人。",
                f"查询网址：{track}",
            ],
            "qr": qr_svg(track), "qr_label": "查询办理情况",
        },
    )  # fmt: skip


def _line(one: Application) -> str:
    number = f"（登记编号：{one.number}" if one.number else ""
    due = f"，应在{cn_date(one.due_on)}前答复" if one.number and one.due_on else ""
    return f"{one.title}{number}{due}{'）' if number else ''}"
