"""标签目录: versions with what each changes, what waits for a choice, what is tagged with nothing that stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers.importing import UnreadableFile, read
from gongkai.engine.tags import actions, queries
from gongkai.engine.tags.models import Version
from gongkai.engine.tags.rules import KIND_NAMES, SCHEMES, Kind, NewTag

NAV = "tags"
PER_PAGE = 50
HEADINGS = {"代码": "code", "名称": "name", "上级代码": "parent", "承接": "replaces", "承接旧标签": "replaces"}


class VersionForm(forms.Form):
    """A new catalogue, by file or as lines; each line a tag."""

    scheme = forms.ChoiceField(label="类别", choices=list(SCHEMES.items()))
    valid_from = forms.DateField(label="启用日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label="说明", max_length=300, required=False, help_text="依据哪份文件、为什么调整。")
    file = forms.FileField(
        label="新目录", required=False, help_text="XLSX 或 CSV，列名：代码、名称、上级代码、承接旧标签。"
    )
    text = forms.CharField(
        label="或直接填写", required=False, widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text="每行一个标签：代码 名称 上级代码 承接旧标签，用逗号分隔；承接几个旧标签时用顿号分隔。"
        "代码或名称与旧标签相同的自动承接，不必填写。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data["lines"] = _from_file(data["file"]) if data.get("file") else _from_text(data.get("text", ""))
        except UnreadableFile as error:
            self.add_error("file", str(error))
        return data


def _parted(written: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in written.replace("；", "、").replace(";", "、").split("、") if one.strip())


def _from_file(upload: Any) -> list[NewTag]:
    table = read(upload)
    fields = [HEADINGS.get(heading, "") for heading in table.headings]
    if not {"code", "name"} <= set(fields):
        raise UnreadableFile("缺少“代码”或“名称”列。")
    found = []
    for row in table.rows:
        said = {field: cell for field, cell in zip(fields, row, strict=False) if field}
        found.append(_tag(said.get("code", ""), said.get("name", ""), said.get("parent", ""), said.get("replaces", "")))
    return found


def _from_text(text: str) -> list[NewTag]:
    lines = [line.replace("，", ",").split(",") for line in text.splitlines() if line.strip()]
    return [_tag(*(cells + [""] * 4)[:4]) for cells in lines]


def _tag(code: str, name: str, parent: str, replaces: str) -> NewTag:
    return NewTag(code.strip(), name.strip(), parent.strip(), _parted(replaces))


@officer_required
@require_GET
@permission_required(Permission.TAGS_MANAGE)
def versions(request: OfficerRequest) -> HttpResponseBase:
    page = Paginator(queries.versions(), PER_PAGE).get_page(request.GET.get("page"))
    return desk_page(request, "tags/desk/versions.html", {"page": page}, nav=NAV)


def _current(scheme: str) -> str:
    return "\n".join(",".join(filter(None, (one.code, one.name, one.parent))) for one in queries.choices(scheme))


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.TAGS_MANAGE)
def propose(request: OfficerRequest) -> HttpResponseBase:
    """Begin from the catalogue that stands; what is posted is checked as a whole and kept as a draft."""
    scheme = request.GET.get("scheme", "theme")
    scheme = scheme if scheme in SCHEMES else "theme"
    first = {"scheme": scheme, "text": _current(scheme), "valid_from": timezone.localdate()}
    form = VersionForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.propose(
                scheme=data["scheme"], lines=data["lines"], valid_from=data["valid_from"], note=data["note"],
                by=request.acting,
            )  # fmt: skip
        except actions.Refused as error:
            form.add_error(None, error.problems)
        else:
            messages.success(request, f"已拟定{made}。请核对每个旧标签的去向，再启用。")
            return redirect("catalogue:version", made.pk)
    schemes = [{"label": name, "url": f"?scheme={key}", "current": key == scheme} for key, name in SCHEMES.items()]
    status = 422 if form.errors else 200
    return desk_page(request, "tags/desk/propose.html", {"form": form, "schemes": schemes}, nav=NAV, status=status)


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.TAGS_MANAGE)
def version(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """One version: what becomes of every old tag; a draft is adopted or given up here."""
    found = queries.version_of(pk)
    if found is None:
        raise OutOfSight
    if request.method == "POST":
        try:
            if request.POST.get("do") == "discard":
                actions.discard(version=found, by=request.acting)
                messages.success(request, "已放弃这份草案。")
                return redirect("catalogue:versions")
            actions.adopt(version=found, by=request.acting)
            messages.success(request, "已启用。已有内容的标签正在按新目录调整，需要逐件确定的会列在“待确定”里。")
        except actions.Refused as error:
            messages.error(request, str(error))
        return redirect("catalogue:version", pk)
    context = {"version": found, "rows": _rows(found), "added": _added(found), "retags": found.retags.count(),
               "waiting": found.retags.filter(pending=True).count()}  # fmt: skip
    return desk_page(request, "tags/desk/version.html", context, nav=NAV)


def _rows(found: Version) -> list[list[str]]:
    changes = [change for change in found.changes if change["kind"] != Kind.KEEP]
    return [
        [
            f"{change['name']}（{change['code']}）",
            KIND_NAMES[Kind(change["kind"])],
            "、".join(f"{one['name']}（{one['code']}）" for one in change["to"]) or "无",
        ]
        for change in changes
    ]


def _added(found: Version) -> list[str]:
    known = {one["code"] for change in found.changes for one in change["to"]}
    return [line["name"] for line in found.lines if line["code"] not in known] if found.changes else []


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.TAGS_MANAGE)
def pending(request: OfficerRequest) -> HttpResponseBase:
    """Things whose tag was split or retired: one decision each."""
    waiting = queries.pending(request.acting)
    if request.method == "POST":
        key = request.POST.get("retag", "")
        one = waiting.filter(pk=key).first() if key.isdecimal() else None
        if one is None:
            raise OutOfSight
        try:
            actions.decide(retag=one, chosen=request.POST.getlist("tags"), by=request.acting)
            messages.success(request, f"已确定：{one.label}")
        except actions.Refused as error:
            messages.error(request, str(error))
        return redirect("catalogue:pending")
    page = Paginator(waiting, 20).get_page(request.GET.get("page"))
    options = {scheme: queries.choices(scheme) for scheme in {one.version.scheme for one in page.object_list}}
    rows = [{"retag": one, "options": _options(one, options[one.version.scheme])} for one in page.object_list]
    return desk_page(request, "tags/desk/pending.html", {"page": page, "rows": rows}, nav=NAV)


def _options(one: Any, standing: list[Any]) -> list[dict[str, Any]]:
    """Return what can be chosen, the successors of a split tag first."""
    after: list[dict[str, str]] = next(
        (change["to"] for change in one.version.changes if one.old in {change["name"], change["code"]}), []
    )
    first = {tag["code"] for tag in after}
    ordered = sorted(standing, key=lambda tag: tag.code not in first)
    by = "code" if one.version.scheme == "five" else "name"
    return [{"value": getattr(tag, by), "label": tag.name, "first": tag.code in first} for tag in ordered]


@officer_required
@require_GET
@permission_required(Permission.TAGS_MANAGE)
def unmapped(request: OfficerRequest) -> HttpResponseBase:
    rows = [[SCHEMES[one.scheme], one.name, one.count, one.example] for one in queries.unmapped()]
    return desk_page(request, "tags/desk/unmapped.html", {"rows": rows}, nav=NAV)
