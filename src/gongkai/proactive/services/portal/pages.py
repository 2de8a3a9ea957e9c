"""The public register of service items and each item: what it is, where it is done, which policies lead to it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.base.ui.linked import listed, organisation, released
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.base.ui.registers.exporting import XLSX, safe_cell
from gongkai.base.ui.sheet import as_table
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES
from gongkai.proactive.services import queries, rules

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

NAMES = ("q", "agency", "audience", "channel", "state")
CHANNELS = {**rules.CHANNEL_NAMES, "one-stop": "一网通办"}
HEAD = (
    "事项编码", "名称", "又称", "机关代码", "办理机关", "服务对象", "办理渠道", "一网通办", "链接", "办理地点", "咨询电话", "办理状态",
    "网址",
)  # fmt: skip
ABOUT = "可以在网上、窗口或者电话办理的政务服务事项，和它们依据的文件"


def _page(request: HttpRequest, name: str, context: dict[str, Any], title: str, status: int = 200) -> HttpResponse:
    crumbs: list[dict[str, str]] = [{"label": "首页", "url": "/"}]
    crumbs += [{"label": "办事事项", "url": "/services/"}, {"label": title}] if title else [{"label": "办事事项"}]
    column = {"name": "办事事项", "description": ABOUT, "keywords": "办事事项,一网通办", "type": "办事指南"}
    known = {"crumbs": crumbs, "column": column}
    return render(request, f"services/portal/{name}.html", known | context, status=status)


def _line(release: Release) -> dict[str, Any]:
    said, row = release.edition.snapshot, release.item.service
    return {
        "code": said["code"],
        "name": release.title,
        "url": rules.path_of(release.key),
        "summary": release.summary,
        "agency": release.agency.label,
        "agency_code": release.agency.code,
        "audience": rules.AUDIENCE_NAMES.get(said["audience"], ""),
        "channels": [rules.CHANNEL_NAMES[one] for one in said["channels"] if one in rules.CHANNEL_NAMES],
        "link": "" if row.is_retired or row.link_standing == rules.Standing.BROKEN else said["link"],
        "retired": row.is_retired,
        "release": release,
    }


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip()[: rules.LONGEST_QUERY] for name in NAMES}


@public_page
def register(request: HttpRequest) -> HttpResponse:
    wanted = _asked(request)
    everything = list(queries.public_items(site_of(request)))
    found = queries.narrowed(everything, wanted)
    shown = Paginator(found, rules.LINES).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": shown,
        "items": [_line(release) for release in shown],
        "total": len(found),
        "total_word": f"共{len(found)}项",
        "wanted": wanted,
        "narrowed": any(wanted.values()),
        "agencies": sorted({(one.agency.code, one.agency.label) for one in everything}),
        "audiences": [(key, name) for key, name in rules.AUDIENCE_NAMES.items() if key != rules.Audience.BOTH],
        "channels": CHANNELS.items(),
        "states": rules.STATE_NAMES.items(),
        "download": f"?{query.urlencode()}" if query else "",
    }
    context["things"] = [listed(request, "办事事项", [(one.title, rules.path_of(one.key)) for one in shown])]
    return _page(request, "list", context, "")


def _cells(request: HttpRequest, release: Release) -> list[object]:
    said, line = release.edition.snapshot, _line(release)
    return [
        said["code"], said["name"], "、".join(said["other_names"]), line["agency_code"], line["agency"], line["audience"],
        "、".join(line["channels"]), "是" if said["one_stop"] else "否", said["link"], said["place"], said["phone"],
        rules.STATE_NAMES[release.item.service.state], request.build_absolute_uri(line["url"]),
    ]  # fmt: skip


@public_page
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The list as it was asked for, as CSV, XLSX or JSON."""
    rows = [
        _cells(request, one) for one in queries.narrowed(list(queries.public_items(site_of(request))), _asked(request))
    ]
    if form != "xlsx":
        return as_table("services", form, HEAD, rows)
    response = HttpResponse(_workbook(rows), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="services.xlsx"'
    return response


def _workbook(rows: list[list[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("办事事项")
    for row in (HEAD, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=str(safe_cell(value)))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _gone(request: HttpRequest, item: Any) -> HttpResponse:
    context = {"item": item, "why": WITHDRAWAL_NAMES.get(item.withdrawal_kind, "已撤下")}
    response = _page(request, "gone", context, "已撤下", 410)
    response["Cache-Control"] = "no-store"
    return response


@public_page
def item(request: HttpRequest, code: str) -> HttpResponse:
    site = site_of(request)
    found = queries.public_items(site).filter(item__service__code=code).first()
    if found is None:
        row = queries.item_model().objects.select_related("item__agency").filter(code=code).first()
        withdrawn = publishing.tombstone(row.item.key) if row else None
        if withdrawn is not None and withdrawn.agency.lineage.startswith(site.agency.lineage):
            return _gone(request, withdrawn)
        raise Http404
    row, said = found.item.service, found.edition.snapshot
    context = _line(found) | {
        "row": row,
        "facts": said,
        "rows": [{"label": label, "value": value} for label, value in rules.rows_of(rules.facts_of(said))],
        "standing": row.get_link_standing_display(),
        "policies": [_policy(one) for one in queries.policies_of(found.key, site)[: rules.LINES]],
        "canonical": request.build_absolute_uri(rules.path_of(found.key)),
    }
    context["things"] = [_machine(request, found, context)]
    return counted(_page(request, "item", context, found.title), found.key)


def _machine(request: HttpRequest, found: Release, shown: dict[str, Any]) -> dict[str, Any]:
    """Return the service as schema.org describes one: who gives it to whom, where and by which number."""
    said = shown["facts"]
    ways = [{"@type": "ServiceChannel", "serviceUrl": shown["link"]}] if shown["link"] else []
    if said["place"] or said["phone"]:
        ways.append({
            "@type": "ServiceChannel", "serviceLocation": {"@type": "Place", "name": said["place"]},
            "servicePhone": {"@type": "ContactPoint", "telephone": said["phone"]},
        })  # fmt: skip
    return released(
        request, found, rules.path_of(found.key), "GovernmentService", identifier=[said["code"], found.key],
        alternateName=said["other_names"], serviceOperator=organisation(found.agency.name), availableChannel=ways,
        audience={"@type": "Audience", "audienceType": shown["audience"]},
    )  # fmt: skip


def _policy(release: Release) -> dict[str, str]:
    return {"label": release.title, "url": f"/documents/{release.key}", "note": release.doc_number}
