"""旧站接管: runs, the pages of a run with their fates, the mapping, one page old and new side by side."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from lxml import html as lxml_html

from gongkai.base.files.rules import clean_html
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers.exporting import XLSX
from gongkai.doors.takeover import actions, queries, rules
from gongkai.doors.takeover.desk.comparing import beside
from gongkai.doors.takeover.desk.working import attempt, work_of
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.queries.places import Rules, rule_from
from gongkai.doors.takeover.rules import FATE_NAMES, OPEN_FATES, Fate, State

PER_PAGE = 50
NAV = "takeover"
FIELDS = ("path", "old_column", "column", "agency", "action", "theme", "genre")
MOST_SHOWN = 20_000  # characters of an old page in the comparison


@officer_required
@require_GET
@permission_required(Permission.TAKEOVER_RUN)
def runs(request: OfficerRequest) -> HttpResponseBase:
    page = Paginator(queries.runs_for(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{"run": run, "summary": queries.summary(run)} for run in page.object_list]
    return desk_page(request, "takeover/desk/runs.html", {"page": page, "rows": rows}, nav=NAV)


@officer_required
@require_GET
def run(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One run: what became of its pages. Opens with what needs a person."""
    found = queries.run_of(pk, request.acting)
    standing = queries.counts(found)
    fate = request.GET.get("fate", "")
    if fate not in set(Fate):
        fate = next((one.value for one in OPEN_FATES if standing[one]), "") if "fate" not in request.GET else ""
    text = request.GET.get("q", "").strip()[:100]
    page = Paginator(queries.pages_of(found, fate=fate, text=text), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [{"label": "全部", "url": "?fate=", "count": sum(standing.values()), "current": not fate}]
    tabs += [
        {"label": FATE_NAMES[one], "url": f"?fate={one.value}", "count": standing[one], "current": one == fate}
        for one in Fate
        if standing[one]
    ]
    context = {
        "run": found, "tabs": tabs, "page": page, "fate": fate, "query": text, "summary": queries.summary(found),
        "missing": queries.missing_steps(found), "ready": standing[Fate.READY],
        "open": sum(standing[one] for one in OPEN_FATES),
        "may_undo": found.state == State.SCANNED or (found.state == State.SCANNING and found.stopped_at is not None),
        "may_commit": bool(standing[Fate.READY]) and found.state in {State.SCANNED, State.DONE},
        **work_of(found),
    }  # fmt: skip
    return desk_page(request, "takeover/desk/run.html", context, nav=NAV)


class MappingForm(forms.Form):
    """One rule a line: 路径 | 旧栏目 | 栏目 | 机关 | 处理 | 主题 | 文种, parted by vertical bars, as a sheet has them."""

    lines = forms.CharField(
        label="对应规则", required=False, widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="每行一条，先写的优先：路径 | 旧栏目 | 栏目 | 机关 | 处理 | 主题 | 文种。路径可只写开头，也可用 *；"
        "栏目、机关填名称或代码；处理填接管、栏目页或不接管。",
    )  # fmt: skip

    def clean_lines(self) -> list[rules.MappingRule]:
        places, found, wrong = queries.Places(), Rules(), []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            cells = [cell.strip() for cell in line.replace("｜", "|").split("|")]
            rule, problems = rule_from(dict(zip(FIELDS, cells, strict=False)), places)
            problems = problems or found.add(rule, number)
            wrong += [f"第{number}行：{sentence}" for sentence in problems]
        if wrong:
            raise forms.ValidationError(wrong)
        return found.kept


def _line(rule: dict[str, str]) -> str:
    words = rules.ACTIONS.get(rule["action"], "")
    cells = [words if name == "action" else rule.get(name, "") for name in FIELDS]
    return " | ".join(cells).rstrip(" |")


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Change the rules; every open page is judged anew by them."""
    found = queries.run_of(pk, request.acting)
    form = MappingForm(request.POST or None, initial={"lines": "\n".join(_line(rule) for rule in found.mapping)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_pages(run=found, mapping=form.cleaned_data["lines"], by=request.acting)
        except (actions.Refused, queries.WrongFolder) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已按新的规则重新判断。{queries.summary(found)}。")
            return redirect("takeover:run", pk)
    columns = found.pages.filter(column="").exclude(old_column="").values_list("old_column", flat=True)
    context = {"run": found, "form": form, "unmapped": sorted(set(columns.order_by()[:2000]))[:40]}
    return desk_page(request, "takeover/desk/mapping.html", context, nav=NAV, status=422 if form.errors else 200)


@officer_required
@require_POST
def commit(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found = queries.run_of(pk, request.acting)

    def start() -> None:
        started = actions.start_commit(run=found, by=request.acting)
        jobs.enqueue(kind="takeover.commit", payload={"run": started.pk}, key=str(started.pk))

    attempt(request, start, "已开始接管，公开后各页旧地址自动跳转到新地址。")
    return redirect("takeover:run", pk)


@officer_required
@require_POST
def undo(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found = queries.run_of(pk, request.acting)
    attempt(request, lambda: actions.undo(run=found, by=request.acting), "已撤销这一批，没有公开任何内容。")
    return redirect("takeover:run", pk)


@officer_required
@require_GET
def report(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found = queries.run_of(pk, request.acting)
    buffer = BytesIO()
    queries.report_xlsx(found, buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="takeover-{found.pk}.xlsx"'
    return response


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: OfficerRequest, pk: int, page: int) -> HttpResponseBase:
    """One page, old and new side by side; what was put aside is decided here."""
    found = queries.run_of(pk, request.acting)
    old = queries.page_of(found, page)
    problem = ""
    if request.method == "POST":
        try:
            take = request.POST.get("do") == "take"
            actions.decide(page=old, take=take, why=request.POST.get("why", ""), by=request.acting)
        except actions.Refused as error:
            problem = str(error)
        else:
            messages.success(request, "已确定接管，随下一次接管公开。" if take else "已确定不接管。")
            return redirect(f"{reverse('takeover:run', args=[pk])}?fate={old.fate}")
    sides = _sides(found, old)
    context = {
        "run": found, "old": old, "rows": _facts(old), "problem": problem, "fate_name": FATE_NAMES[Fate(old.fate)],
        "to_decide": Fate(old.fate) in {Fate.HELD, Fate.NEAR, Fate.DUPLICATE} and found.state != State.UNDONE, "beside": beside(found, old),
        **sides,
    }  # fmt: skip
    return desk_page(request, "takeover/desk/page.html", context, nav=NAV, status=422 if problem else 200)


def _sides(found: Run, old: OldPage) -> dict[str, Any]:
    """Return the whole old page and what would become public, both cleaned; or why the old page cannot be shown."""
    try:
        folder = queries.Folder(Path(found.folder))
        read = rules.read_page(folder.read(old.path), old.address, timezone.localdate())
    except (queries.WrongFolder, OSError) as error:
        return {"unreadable": f"旧网站的文件夹读不了：{error}"}
    except rules.Unreadable as error:
        return {"unreadable": str(error)}
    whole = clean_html(lxml_html.tostring(read.whole, encoding="unicode")[: MOST_SHOWN * 4])
    article = (
        ""
        if read.article is None
        else clean_html(lxml_html.tostring(read.article, encoding="unicode", with_tail=False))
    )
    return {"whole": whole, "article": article}


def _facts(old: OldPage) -> list[dict[str, Any]]:
    published = timezone.localtime(old.published_at).strftime("%Y-%m-%d %H:%M") if old.published_at else ""
    rows: list[dict[str, Any]] = [
        {"label": "标题", "value": old.title},
        {"label": "文号", "value": old.number},
        {"label": "成文日期", "value": old.formed_on},
        {"label": "发布时间", "value": f"{published}（据{old.published_from}）" if published else ""},
        {"label": "来源", "value": old.source},
        {"label": "机关", "value": old.agency.name if old.agency else ""},
        {"label": "旧栏目", "value": old.old_column},
        {"label": "归入栏目", "value": queries.column_name(old.column)},
        {"label": "编码", "value": old.encoding},
        {"label": "失效链接", "value": "、".join(old.broken)},
        {"label": "处理", "value": f"{old.decided_by}：{old.decided_why}" if old.decided_by else ""},
    ]
    return [row for row in rows if row["value"]]
