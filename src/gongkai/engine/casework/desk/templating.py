"""Texts of letters at the desk: which holds here, editing with problems beside, versions with differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.diff import compare
from gongkai.engine.casework import actions, queries, rules
from gongkai.engine.casework.actions.templating import cleaned_text
from gongkai.engine.casework.desk.deciding import day_of
from gongkai.engine.casework.papers.pdf import pdf
from gongkai.engine.casework.papers.sheet import sheet_of
from gongkai.engine.casework.permissions import may_platform
from gongkai.engine.casework.rules import BUILT_IN, KINDS, Refused

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency

NAV = "letters-templates"
PLATFORM = "platform"


@officer_required
@require_GET
@permission_required(Permission.CASEWORK_TEMPLATES)
def show_list(request: OfficerRequest) -> HttpResponseBase:
    owners: list[tuple[str, str, Agency | None]] = [
        (one.code, one.label, one) for one in queries.template_agencies(request.acting)
    ]
    if may_platform(request.acting):
        owners.append((PLATFORM, "平台通用", None))
    code = request.GET.get("owner", "")
    chosen = next((one for one in owners if one[0] == code), owners[0])
    context = {"owners": owners, "owner": chosen, "rows": queries.overview(chosen[2])}
    return desk_page(request, "casework/desk/templates.html", context, nav=NAV)


def _known(request: OfficerRequest, owner: str, kind: str) -> tuple[Agency | None, rules.LetterKind]:
    if kind not in KINDS:
        raise Http404
    return queries.template_agency(owner, request.acting), KINDS[kind]


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CASEWORK_TEMPLATES)
def edit(request: OfficerRequest, owner: str, kind: str) -> HttpResponseBase:
    agency, known = _known(request, owner, kind)
    text, _ = queries.text_in_force(kind, agency)
    typed = {"text": text, "reason": "", "valid_from": timezone.localdate().isoformat()}
    typed |= {key: request.POST[key] for key in typed if key in request.POST}
    if request.method != "POST":
        return _edit_page(request, owner, agency, known, typed)
    if "check" in request.POST:
        return _edit_page(request, owner, agency, known, typed, checked=True)
    seen = request.POST.get("seen", "")
    try:
        made = actions.write_template(
            kind=kind, agency=agency, text=typed["text"], by=request.acting, reason=typed["reason"],
            valid_from=day_of(typed["valid_from"], "启用日期"), seen=int(seen) if seen.isdecimal() else None,
        )  # fmt: skip
    except Refused as error:
        return _edit_page(request, owner, agency, known, typed, refused=str(error), checked=True, status=422)
    messages.success(request, f"已保存为第{made.version}版，{made.valid_from:%Y-%m-%d}起用于新起草的文书。")
    return redirect("casework:template", owner, kind)


def _edit_page(
    request: OfficerRequest, owner: str, agency: Agency | None, kind: rules.LetterKind, typed: dict[str, str], *,
    refused: str = "", checked: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    words = cleaned_text(typed["text"])
    context = {
        "owner": owner,
        "agency": agency,
        "kind": kind,
        "typed": typed,
        "refused": refused,
        "checked": checked,
        "problems": rules.problems(words, kind),
        "preview": _sample(words, kind, agency),
        "variables": [
            {"name": name, "label": label, "required": name in kind.required} for name, label in kind.variables.items()
        ],
        "built_in": BUILT_IN,
        "clauses": kind.clauses,
        "versions": list(queries.own_versions(kind.key, agency)),
        "seen": request.POST.get("seen") or queries.last_version(kind.key, agency),
    }
    return desk_page(request, "casework/desk/template.html", context, nav=NAV, status=status)


def _sample(text: str, kind: rules.LetterKind, agency: Agency | None) -> dict[str, Any]:
    """Return the sheet with the labels of the variables in their places."""
    values = {name: f"〔{label}〕" for name, label in rules.names_of(kind).items()}
    name = agency.name if agency else "××机关"
    values |= {"发文机关": name}
    return sheet_of(
        rules.fill(text, kind, values),
        agency=name,
        number="〔文号〕",
        date="〔签发日期〕",
        layout=kind.layout,
        draft=True,
    )


@officer_required
@require_POST
@permission_required(Permission.CASEWORK_TEMPLATES)
def preview(request: OfficerRequest, owner: str, kind: str) -> HttpResponseBase:
    """The PDF of the text as typed; nothing is kept."""
    agency, known = _known(request, owner, kind)
    words = cleaned_text(request.POST.get("text", ""))[: rules.MOST_TEXT]
    return HttpResponse(pdf(_sample(words, known, agency)), content_type="application/pdf")


@officer_required
@require_GET
@permission_required(Permission.CASEWORK_TEMPLATES)
def version(request: OfficerRequest, owner: str, kind: str, number: int) -> HttpResponseBase:
    """One version, and how it differs from the one before (the platform's default before the first)."""
    agency, known = _known(request, owner, kind)
    versions = {one.version: one for one in queries.own_versions(kind, agency)}
    if number not in versions:
        raise Http404
    before = versions.get(number - 1)
    old = before.text if before is not None else known.body
    context = {
        "owner": owner,
        "kind": known,
        "version": versions[number],
        "rows": compare(old.splitlines(), versions[number].text.splitlines()),
        "is_last": number == max(versions),
        "label": f"与第{number - 1}版比较" if before is not None else "与平台默认文本比较",
    }
    return desk_page(request, "casework/desk/version.html", context, nav=NAV)


@officer_required
@require_POST
@permission_required(Permission.CASEWORK_TEMPLATES)
def decide(request: OfficerRequest, owner: str, kind: str) -> HttpResponseBase:
    """Go back to an earlier version, or to the text of the level above."""
    agency, _ = _known(request, owner, kind)
    reason, number = request.POST.get("reason", ""), request.POST.get("version", "")
    try:
        if request.POST.get("what") == "upper" and agency is not None:
            actions.use_upper(kind=kind, agency=agency, by=request.acting, reason=reason)
            said = "已改用上级或者平台的文本。"
        else:
            found = queries.own_versions(kind, agency).filter(version=int(number) if number.isdecimal() else 0).first()
            if found is None:
                raise Http404
            made = actions.go_back(template=found, by=request.acting, reason=reason)
            said = f"已恢复，保存为第{made.version}版。"
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("casework:template", owner, kind)
