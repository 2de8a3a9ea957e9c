"""The report on varied presentation: share of public documents with an exhibit, down to the single document (R269)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.desk.reports import PAGE, as_csv, period_of
from gongkai.proactive.documents.models import Exhibit
from gongkai.proactive.documents.queries import exhibit_report as queries
from gongkai.proactive.documents.rules.exhibits import KINDS

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from gongkai.engine.publishing.models import Release

GROUPS = {"agency": "机关", "category": "公开类别"}


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def report(request: OfficerRequest) -> HttpResponseBase:
    """Share of what became public in a period, by agency or category, with the documents behind every figure."""
    period = period_of(request)
    only = {name: str(request.GET.get(name, "")) for name in ("agency", "category", "kind")}
    only["kind"] = only["kind"] if only["kind"] in KINDS else ""
    group = "category" if request.GET.get("by") == "category" else "agency"
    releases = queries.released(request.acting, since=period.since, until=period.until, **only)
    rates = queries.rates_by(releases, group)
    asked = request.GET.get("format")
    if asked == "csv":
        rows = ((one.name, one.total, one.shown, f"{one.rate}%", *one.cells) for one in rates)
        head = (GROUPS[group], "公开件数", "有图示", "占比", *KINDS.values())
        return as_csv(f"exhibits-{period.since}-{period.until}", head, rows)
    wanted = releases.filter(shown=request.GET.get("show") != "without").select_related("agency", "edition")
    wanted = wanted.order_by("-first_published_at")
    if asked == "list":
        names = _kinds_of(list(wanted))
        lines = (
            (one.key, one.title, one.agency.name, one.category, names.get(one.edition_id, ""), one.first_published_at)
            for one in wanted
        )
        return as_csv("exhibit-documents", ("索引号", "标题", "机关", "公开类别", "图示", "公开时间"), lines)
    page = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    total, shown = sum(one.total for one in rates), sum(one.shown for one in rates)
    names = _kinds_of(list(page.object_list))
    query = request.GET.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    context = {
        "period": period, "only": only, "group": group, "group_word": GROUPS[group], "rates": rates, "kinds": KINDS,
        "total": total, "shown": shown, "rate": round(100 * shown / total, 1) if total else None, "page": page,
        "rows": [(one, names.get(one.edition_id, "")) for one in page], "asked": query.urlencode(),
        "kind_word": KINDS.get(only["kind"], "图示"), "without": request.GET.get("show") == "without", "chosen": any(only.values()),
        "tabs": [
            {"label": f"按{word}", "url": f"?by={key}&since={period.since}&until={period.until}", "current": key == group}
            for key, word in GROUPS.items()
        ],
    }  # fmt: skip
    return desk_page(request, "documents/desk/exhibit_report.html", context, nav="documents")


def _kinds_of(releases: list[Release]) -> dict[int, str]:
    """Return, by edition, the words of the exhibits that it shows."""
    rows = Exhibit.objects.filter(public=True, edition__in=[one.edition_id for one in releases]).order_by("order")
    found: dict[int, dict[str, None]] = {}
    for edition, kind in rows.values_list("edition_id", "kind"):
        found.setdefault(edition, {})[KINDS[kind]] = None
    return {edition: "、".join(kinds) for edition, kinds in found.items()}
