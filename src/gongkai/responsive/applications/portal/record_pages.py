"""The pages of having a record put right: the form with what was typed, the review, the receipt, the guide."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.base.guard import queries as guard_queries
from gongkai.base.ui.text import cn_date
from gongkai.law.clocks import CLOCKS
from gongkai.responsive.applications import rules
from gongkai.responsive.applications.models import RecordRequest
from gongkai.responsive.applications.portal.pages import (
    WRONG,
    Errors,
    help_of,
    named_so,
    shown_agencies,
    shown_party,
    steps,
)
from gongkai.responsive.applications.portal.record_typed import WORDS, TypedRecord
from gongkai.responsive.applications.portal.shared import APPLY, HOME, page
from gongkai.responsive.applications.rules.intake import MOST_FILES
from gongkai.responsive.applications.rules.records import ARTICLE, DAYS, EVIDENCE_KINDS
from gongkai.responsive.applications.rules.window import DRAFT_KEPT, IDENTITY_KINDS, LARGEST_SCAN

RECORDS = {"label": "更正本人信息", "url": "/apply/records/"}


def name_of(token: str) -> str:
    """Return under which name a form of the web comes in: the same form sent twice is found by it."""
    return f"web-record:{token}"


def sent_before(token: str) -> RecordRequest | None:
    return RecordRequest.objects.filter(external_id=name_of(token)).select_related("agency").first()


def form_page(
    request: HttpRequest, typed: TypedRecord, agencies: dict[str, Any], errors: Errors | None = None, at: str = "",
    saved: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    shown = shown_agencies(typed.agency, typed.agency_words, agencies)
    context = {
        "typed": typed,
        "errors": errors or {},
        "party": {"number": 1, "party": typed.party},
        "agencies": shown,
        "nothing_found": bool(typed.agency_words) and not any(named_so(one, typed.agency_words) for one in shown),
        "kinds": rules.APPLICANT_NAMES.items(),
        "identities": rules.IDENTITY_NAMES.items(),
        "methods": rules.METHOD_NAMES.items(),
        "most": {"files": MOST_FILES, "scan": LARGEST_SCAN},
        "accept": ",".join(f".{one}" for one in IDENTITY_KINDS),
        "evidence_kinds": EVIDENCE_KINDS,
        "at": at,
        "saved": saved,
        "draft_days": DRAFT_KEPT.days,
        "help": help_of(request, typed.agency, agencies),
        "crumbs": [HOME, APPLY, {"label": RECORDS["label"]}],
        "steps": steps(0),
    }
    return page(request, "record_form", context, status=WRONG if errors else 200)


def review_page(
    request: HttpRequest, typed: TypedRecord, agencies: dict[str, Any], *, refused: str = "", guard_error: str = ""
) -> HttpResponse:
    context = {
        "typed": typed,
        "agency": agencies[typed.agency],
        "rows": [{"label": label, "value": typed.words[name]} for name, _, _, label in WORDS],
        "party": shown_party(typed.party),
        "method_name": rules.METHOD_NAMES[typed.method],
        "hidden": list(typed.hidden()),
        "guard": guard_queries.challenge("apply-record"),
        "guard_error": guard_error,
        "refused": refused.splitlines(),
        "crumbs": [HOME, APPLY, RECORDS, {"label": "核对"}],
        "steps": steps(1),
    }
    return page(request, "record_review", context, status=WRONG if refused or guard_error else 200)


def receipt(request: HttpRequest, made: RecordRequest, secret: str = "") -> HttpResponse:
    """Show the receipt; without the secret where the same form came a second time: it was taken in once."""
    address = f"{reverse('applications_portal:track')}?number={made.receipt}"
    context = {
        "one": made,
        "agency": made.agency,
        "files": made.materials.count(),
        "secret": secret,
        "again": not secret,
        "track_url": address,
        "qr": request.build_absolute_uri(address),
        "next": next_steps(made),
        "crumbs": [HOME, APPLY, RECORDS, {"label": "回执"}],
        "steps": steps(2),
    }
    return page(request, "record_receipt", context)


def next_steps(made: RecordRequest) -> list[dict[str, str]]:
    return [
        {
            "title": "核查",
            "text": "受理机关核对您的身份和证据，查对原始记录。证据不够的，会与您联系。",
        },
        {
            "title": "告知结果",
            "when": f"{cn_date(made.due_on)}前",
            "text": "属实的，更正并书面告知您；不予更正的，书面说明事实和理由；不归本机关管的，转送有权更正的机关并告知您，或者告知您向哪个机关提出。",
        },
        {"title": "领取告知书", "text": "告知书签发以后，凭回执编号和查询密码在查询页下载。"},
    ]


def guide_context() -> dict[str, Any]:
    return {
        "article": ARTICLE.citation,
        "evidence_kinds": EVIDENCE_KINDS,
        "days": DAYS,
        "review": f"{CLOCKS['C11'].length}日",
        "lawsuit": f"{CLOCKS['C12'].length}个月",
        "today": timezone.localdate(),
        "crumbs": [HOME, APPLY, RECORDS, {"label": "说明"}],
    }
