"""The window of all policy documents (R294): each in an issue, or with a reason, or missing."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.base.ui.asked import asked_year
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk.forms import OmissionForm
from gongkai.proactive.gazette.desk.shared import chosen, may_edit, page
from gongkai.proactive.gazette.queries.candidates import LINE_NAMES, Line

PER_PAGE = 40
PILLS = {"missing": "bad", "chosen": "info", "printed": "ok", "reason": "pause"}


def _asked(request: OfficerRequest) -> tuple[list[Line], int, str]:
    gazette = chosen(request)
    text = request.GET.get("year", str(timezone.localdate().year))  # one year is what an editor works on; 0 means all
    year = asked_year(text) or 0
    state = request.GET.get("state", "")
    return queries.window(gazette, year=year) if gazette else [], year, state if state in LINE_NAMES else ""


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: OfficerRequest) -> HttpResponseBase:
    gazette = chosen(request)
    lines, year, state = _asked(request)
    form = OmissionForm(request.POST or None)
    if request.method == "POST" and gazette is not None and form.is_valid():
        data = form.cleaned_data
        row = (
            publishing.public_releases()
            .filter(item=data["document"], kind="document")
            .select_related("item__agency")
            .first()
        )
        if row is None:
            raise OutOfSight
        try:
            actions.give_reason(
                gazette=gazette, document=row.item, why=data["why"], note_text=data["note_text"], by=request.acting
            )
        except actions.Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已写明《{row.title}》不刊登的理由。")
            return redirect(request.get_full_path())
    counts = queries.window_counts(lines)
    shown = Paginator([one for one in lines if state in {"", one.state}], PER_PAGE).get_page(request.GET.get("page"))
    strip = [
        {"label": label, "value": counts[key], "unit": "件", "kind": "bad" if key == "missing" and counts[key] else "",
         "url": f"?state={key}&year={year}"}
        for key, label in LINE_NAMES.items()
    ]  # fmt: skip
    context = {
        "gazette": gazette, "page": shown, "strip": strip, "names": LINE_NAMES, "pills": PILLS, "year": year, "state": state,
        "rows": [{"line": one, "pill": PILLS[one.state], "word": LINE_NAMES[one.state]} for one in shown],
        "may_edit": may_edit(request, gazette), "form": form, "years": range(timezone.localdate().year, 2019, -1),
    }  # fmt: skip
    return page(request, "window", context, tab="window", status=409 if form.errors else 200)


@officer_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    lines, _, state = _asked(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["索引号", "标题", "发文字号", "机关", "公开日期", "情况", "期次", "理由"])
    for one in lines:
        if state in {"", one.state}:
            row = one.release
            cells = [row.key, row.title, row.doc_number, row.agency.name, f"{timezone.localdate(row.first_published_at)}",
                     LINE_NAMES[one.state], one.entry.issue.brief if one.entry else "", one.why]  # fmt: skip
            writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="gazette-window.csv"'
    return answer
