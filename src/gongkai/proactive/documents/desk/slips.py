"""办文笺 and 意见单 as pages and as PDF: attribute, reasons, every station with name, opinion and time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.ui.text import cn_date
from gongkai.base.ui.typesetting import typeset
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.documents import queries, rules
from gongkai.proactive.documents.desk.deciding import facts_of, load
from gongkai.proactive.documents.desk.missing import countersigns_of
from gongkai.proactive.documents.models import NormCheck
from gongkai.proactive.documents.queries import redaction
from gongkai.proactive.documents.rules.norms import POINTS
from gongkai.proactive.documents.templatetags.documents_desk import check_words, step_name

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document

TEMPLATE = Path(__file__).with_name("slip.typ")
HALF_LINE = 16  # characters that fit in half a line of the paper
WIDE = frozenset({"理由", "理由种类", "解读方案", "时度效评估", "主送单位", "抄送单位", "发文机关", "发布要求"})


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{cn_date(local.date())} {local:%H:%M}"


def stations(document: Document, edition: Edition) -> list[dict[str, Any]]:
    """Return every station of the present round in the order of time, the norm check and countersigns among them."""
    begun = document.attribute_changes.filter(kind="proposed").first()
    found: list[dict[str, Any]] = []
    if document.drafter is not None:
        at = begun.at if begun else document.item.created_at
        found.append(_station("拟稿", "", "", document.drafter.name, "", at))
    for review in publishing.reviews_of(edition).filter(round=edition.round):
        said = [f"{name}：{answer}" for name, answer in check_words(review.checks)]
        found.append(
            _station(step_name(review.step), review.get_result_display(), review.opinion, review.reviewer_name,
                     review.role, review.at, said)
        )  # fmt: skip
    check = NormCheck.objects.filter(edition=edition).first()
    if check is not None:
        wrong = [POINTS[one["key"]] for one in check.answers if not one["ok"]]
        said = [f"不符合：{'、'.join(wrong)}"] if wrong else [f"{len(POINTS)}项全部符合"]
        result = "通过" if check.passed else "未通过"
        found.append(_station("公文规范性审核", result, check.opinion, check.by_name, check.role, check.at, said))
    for one in countersigns_of(document, edition):
        if (row := one["row"]) is not None:
            found.append(_station("会签", row.get_result_display(), row.opinion, row.signer, row.agency_name, row.at))
    return sorted(found, key=lambda station: station["moment"])


def _station(
    name: str, result: str, opinion: str, who: str, role: str, at: Any, said: list[str] | None = None
) -> dict[str, Any]:
    return {
        "name": name, "result": result, "opinion": opinion, "who": who, "role": role, "moment": at, "at": _moment(at),
        "said": said or [],
    }  # fmt: skip


def lines_of(rows: list[dict[str, Any]]) -> list[list[dict[str, str]]]:
    """Lay rows out for paper: short ones two in a line, in their order; a long one, or one left over, by itself."""
    lines: list[list[dict[str, str]]] = []
    waiting: dict[str, str] | None = None
    for row in rows:
        one = {"label": str(row["label"]), "value": str(row["value"])}
        if row["wide"] or len(one["value"]) > HALF_LINE:
            lines += [[waiting]] if waiting else []
            lines.append([one])
            waiting = None
        elif waiting:
            lines.append([waiting, one])
            waiting = None
        else:
            waiting = one
    return [*lines, [waiting]] if waiting else lines


def _rows(document: Document, edition: Edition) -> list[dict[str, Any]]:
    rows = [
        {"label": fact["label"], "value": cn_date(fact["value"]) if hasattr(fact["value"], "year") else str(fact["value"]),
         "wide": fact["label"] in WIDE}
        for fact in facts_of(document, edition)
    ]  # fmt: skip
    marks = redaction.marks_of(edition)
    if marks:
        rows.append({"label": "删减", "value": f"共{len(marks)}处，见删减标注", "wide": False})
    return rows


def slip_data(document: Document, edition: Edition) -> dict[str, Any]:
    return {
        "heading": "办 文 笺",
        "agency": document.item.agency.name,
        "number": document.doc_number or document.item.key,
        "title": edition.title,
        "rows": _rows(document, edition),
        "stations": [
            {key: value for key, value in one.items() if key != "moment"} for one in stations(document, edition)
        ],
        "note": "",
        "foot": f"索引号{document.item.key}，第{edition.number}版，{_moment(timezone.now())}打印",
    }


def pdf_of(data: dict[str, Any]) -> bytes:
    return typeset(TEMPLATE, data | {"lines": lines_of(data["rows"])})


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


@officer_required
@require_GET
def slip(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    edition = queries.working_edition(document)
    context = {"document": document, "edition": edition, "slip": slip_data(document, edition)}
    return desk_page(request, "documents/desk/slip.html", context, nav="documents")


@officer_required
@require_GET
def slip_pdf(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    edition = queries.working_edition(document)
    name = f"办文笺 {document.doc_number or document.item.key.replace('/', '-')}.pdf"
    return pdf_answer(pdf_of(slip_data(document, edition)), name)


def opinion_data(document: Document, edition: Edition) -> dict[str, Any]:
    """Return 公文公开发布意见单 for the typesetter; raises AttributeError where nobody filled it in."""
    form = document.opinion_form
    ground = next((fact["value"] for fact in facts_of(document, edition) if fact["label"] == "理由种类"), "")
    wanted = [
        ("起草单位", document.drafting_agency.name), ("报送机关", document.item.agency.name),
        ("公开属性", str(document.get_attribute_display())),
        ("公开方式", rules.MODE_NAMES.get(edition.mode, "未定")),
        ("理由种类", str(ground)), ("理由", document.reason),
        ("公开意见", form.disclosure), ("发布要求", form.release), ("解读安排", form.interpretation),
        ("联系人", form.contact), ("联系电话", form.phone), ("填写人", form.by_name), ("填写时间", _moment(form.at)),
    ]  # fmt: skip
    return {
        "heading": "公文公开发布意见单",
        "agency": document.drafting_agency.name,
        "number": document.item.key,
        "title": edition.title,
        "rows": [{"label": label, "value": value, "wide": label in {"公开意见", "发布要求", "解读安排", "理由"}}
                 for label, value in wanted if value],
        "stations": [],
        "note": "本单与公文稿、政策解读材料一并报送。",
        "foot": f"{_moment(timezone.now())}打印",
    }  # fmt: skip
