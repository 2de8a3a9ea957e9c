"""Importing laws at the desk: first only checked, then taken in; both with an answer for every line."""

from __future__ import annotations

from collections import Counter

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.regulations import actions
from gongkai.engine.regulations.actions import Given, Told
from gongkai.engine.regulations.rules.reading import Unreadable, read_lines

WORDS = {"imported": "可以导入", "duplicate": "重复", "rejected": "不能导入"}
DONE_WORDS = WORDS | {"imported": "已导入"}
SHOWN = 300
MOST_MEGABYTES = 50


class UploadForm(forms.Form):
    file = forms.FileField(
        label="法规文件", help_text=f"jsonl或jsonl.gz，每行一部法规的一个版本，不超过{MOST_MEGABYTES}MB。"
    )

    def clean_file(self) -> object:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(f"文件超过{MOST_MEGABYTES}MB，请分成几个文件，或请系统管理员用命令导入。")
        return upload


@officer_required
@require_http_methods(["GET", "POST"])
@permission_required(Permission.REGULATIONS_MANAGE)
def upload(request: OfficerRequest) -> HttpResponseBase:
    """Two buttons: check only, or import. Nothing is written by the first."""
    form = UploadForm(request.POST or None, request.FILES or None)
    report: list[Told] = []
    problem, status = "", 200
    dry_run = request.POST.get("do") != "import"
    if request.method == "POST":
        if form.is_valid():
            try:
                report = _run(request, form, dry_run=dry_run)
            except Unreadable as error:
                problem = str(error)
        status = 422 if problem or not form.is_valid() else 200
    counts = Counter(one.result for one in report)
    if report and not dry_run:
        messages.success(request, f"已导入{counts['imported']}条。")
    context = {
        "form": form, "problem": problem, "dry_run": dry_run, "counts": counts,
        "report": [_row(one, dry_run=dry_run) for one in _first(report)], "more": max(0, len(report) - SHOWN),
        "total": len(report),
    }  # fmt: skip
    return desk_page(request, "regulations/desk/import.html", context, nav="regulations", status=status)


def _run(request: OfficerRequest, form: UploadForm, *, dry_run: bool) -> list[Told]:
    file = form.cleaned_data["file"]
    lines = [Given(f"{file.name}:{one.number}", one.data, one.problem) for one in read_lines(file.read())]
    return actions.import_laws(lines=lines, by=request.acting, source=file.name, dry_run=dry_run)


def _first(report: list[Told]) -> list[Told]:
    """Return what needs a look before the rest."""
    order = {"rejected": 0, "duplicate": 1, "imported": 2}
    return sorted(report, key=lambda one: order[one.result])[:SHOWN]


def _row(one: Told, *, dry_run: bool) -> dict[str, str]:
    kinds = {"rejected": "bad", "duplicate": "info", "imported": "ok"}
    word = (WORDS if dry_run else DONE_WORDS)[one.result]
    return {
        "line": one.place.rpartition(":")[2], "word": word, "kind": kinds[one.result], "title": one.title or one.id,
        "reason": one.reason,
    }  # fmt: skip
