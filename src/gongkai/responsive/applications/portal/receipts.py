"""The receipt: number, secret once, what happens next and why the dates are what they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.base.ui.text import cn_date
from gongkai.engine.duties.queries import current_book
from gongkai.law.clocks import CLOCKS
from gongkai.law.periods import Period, reckon
from gongkai.law.receipt import ARTICLE
from gongkai.responsive.applications.models import Submission
from gongkai.responsive.applications.portal.shared import APPLY, HOME, page


def name_of(token: str) -> str:
    """Return under which name a form of the web comes in: the same form sent twice is found by it."""
    return f"web:{token}"


def sent_before(token: str) -> Submission | None:
    return Submission.objects.filter(external_id=name_of(token)).select_related("agency").first()


def shown(request: HttpRequest, submission: Submission, secret: str) -> HttpResponse:
    return page(request, "receipt", _context(request, submission) | {"secret": secret})


def again(request: HttpRequest, submission: Submission) -> HttpResponse:
    """The same form came a second time: it was taken in once, and the secret is not shown again."""
    return page(request, "receipt", _context(request, submission) | {"secret": "", "again": True})


def _context(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    address = f"{reverse('applications_portal:track')}?number={submission.receipt}"
    return {
        "submission": submission,
        "agency": submission.agency,
        "titles": list(submission.applications.order_by("position").values_list("title", flat=True)),
        "track_url": address,
        "qr": request.build_absolute_uri(address),
        "next": next_steps(),
        "crumbs": [HOME, APPLY, {"label": "回执"}],
        "steps": [
            {"label": "填写", "state": "done"}, {"label": "核对并提交", "state": "done"}, {"label": "回执", "state": "now"},
        ],
    }  # fmt: skip


def next_steps() -> list[dict[str, str]]:
    """Return what happens next, with the day an answer would be due if both sides confirmed today."""
    today = timezone.localdate()
    due = reckon(Period(CLOCKS["C3"], today), current_book().calendar).due
    return [
        {
            "title": "双方确认收到",
            "when": ARTICLE.brief,
            "text": "通过互联网提交的申请，以双方确认之日为收到申请之日。受理机关会与您联系；您也可以现在就到查询页点“确认已提交”，期限从确认的次日起算。",
        },
        {
            "title": "审查",
            "when": f"收到之日起{CLOCKS['C2'].limit}内",
            "text": "内容不明确的，受理机关一次性告知您需要补正什么、什么时候之前补正；答复期限自收到补正之日起重新计算。",
        },
        {
            "title": "答复",
            "when": f"收到之日起{CLOCKS['C3'].limit}内",
            "text": f"今天确认的话，应在{cn_date(due)}前答复。需要延长的，最多延长{CLOCKS['C4'].length}{CLOCKS['C4'].unit.word}并告知您；"
            "征求第三方和其他机关意见所需的时间不计算在内。每一步在查询页都看得到。",
        },
    ]  # fmt: skip
