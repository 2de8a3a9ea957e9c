"""Recorded steps beside the reviews: norm check, opinion form and the package for the superior body."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.files import queries as file_queries
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.desk.forms import FileForm
from gongkai.proactive.documents.desk.pages import handed_out
from gongkai.proactive.documents.desk.posting import GET_POST, add_upload, attempt, may
from gongkai.proactive.documents.desk.slips import opinion_data, pdf_answer, pdf_of
from gongkai.proactive.documents.models import Material, NormCheck
from gongkai.proactive.documents.queries import opinions
from gongkai.proactive.documents.queries.redaction import whole
from gongkai.proactive.documents.rules.countersigns import BEFORE_SIGNATURE
from gongkai.proactive.documents.rules.norms import POINTS, look

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


def _before_signature(document: Document, request: OfficerRequest) -> bool:
    return document.status in BEFORE_SIGNATURE and may(document, Permission.DOCUMENTS_CHECK, request)


class NormForm(forms.Form):
    """One answer and one note for each point; no answer is preset, whatever the machine saw."""

    opinion = forms.CharField(label="审核意见", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, name in POINTS.items():
            self.fields[f"ok_{key}"] = forms.ChoiceField(
                label=name,
                choices=[("yes", "符合"), ("no", "不符合")],
                widget=forms.RadioSelect,
                error_messages={"required": f"请对{name}作出结论。"},
            )
            self.fields[f"note_{key}"] = forms.CharField(label=f"{name}的说明", required=False, max_length=200)

    def answers(self) -> dict[str, bool]:
        return {key: self.cleaned_data[f"ok_{key}"] == "yes" for key in POINTS}

    def notes(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"note_{key}"] for key in POINTS}


@officer_required
@require_http_methods(GET_POST)
def norm_check(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    form, status = NormForm(request.POST or None), 200
    if request.method == "POST":
        made: list[NormCheck] = []

        def run() -> None:
            made.append(
                actions.norm_check(
                    document=document,
                    answers=form.answers(),
                    notes=form.notes(),
                    opinion=form.cleaned_data["opinion"],
                    by=request.acting,
                )
            )

        status = attempt(form, run)
        if not status:
            messages.success(request, "规范性审核通过。" if made[0].passed else "已记录：未通过，请退回修改。")
            return redirect("documents:detail", document.pk)
    edition = queries.working_edition(document)
    points = [
        {"look": one, "answer": form[f"ok_{one.key}"], "note": form[f"note_{one.key}"]}
        for one in look(actions.norms.norm_facts(document))
    ]
    context = {
        "document": document, "edition": edition, "form": form, "points": points,
        "may": _before_signature(document, request),
        "earlier": NormCheck.objects.filter(edition=edition)[:5],
    }  # fmt: skip
    return desk_page(request, "documents/desk/norm_check.html", context, nav="documents", status=status)


class OpinionFormForm(forms.Form):
    disclosure = forms.CharField(label="公开意见", widget=forms.Textarea(attrs={"rows": 3}))
    release = forms.CharField(label="发布要求", widget=forms.Textarea(attrs={"rows": 3}))
    interpretation = forms.CharField(label="解读安排", widget=forms.Textarea(attrs={"rows": 3}))
    contact = forms.CharField(label="联系人", max_length=40)
    phone = forms.CharField(label="联系电话", max_length=40)


def _suggested(document: Document) -> dict[str, str]:
    """Begin with what the drafter decided already; it is said once and not typed twice."""
    said = f"建议{document.get_attribute_display()}。{document.reason}"
    wanted = document.release_wanted_on
    when = f"，希望于{wanted.year}年{wanted.month}月{wanted.day}日前发布" if wanted else ""
    return {
        "disclosure": said,
        "release": f"{document.release_channel}，面向{document.release_audience}{when}。"
        if document.release_channel
        else "",
        "interpretation": document.interpretation_plan,
        "contact": document.drafter.name if document.drafter else "",
    }


@officer_required
@require_http_methods(GET_POST)
def opinion(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    standing = opinions.opinion_of(document)
    initial = (
        {name: getattr(standing, name) for name in OpinionFormForm.base_fields} if standing else _suggested(document)
    )
    form, status = OpinionFormForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = attempt(form, lambda: actions.save_opinion(document=document, by=request.acting, **form.cleaned_data))
        if not status:
            messages.success(request, "意见单已保存。")
            return redirect("documents:opinion", document.pk)
    return _opinion_page(request, document, form, status)


def _opinion_page(request: OfficerRequest, document: Document, form: OpinionFormForm, status: int) -> HttpResponse:
    edition = queries.working_edition(document)
    context = {
        "document": document, "edition": edition, "form": form, "standing": opinions.opinion_of(document),
        "goes_up": opinions.goes_up(document), "materials": opinions.materials_of(document),
        "missing": opinions.package_gaps(document, edition), "file_form": FileForm(),
        "may": may(document, Permission.DOCUMENTS_DRAFT, request),
    }  # fmt: skip
    return desk_page(request, "documents/desk/opinion.html", context, nav="documents", status=status)


@officer_required
@require_POST
def add_material(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)

    def add(file: StoredFile, name: str, typed: dict[str, Any]) -> None:
        del typed
        actions.add_material(document=document, file=file, name=name, by=request.acting)

    return add_upload(request, document, "documents:opinion", add)


@officer_required
@require_GET
def material(request: OfficerRequest, pk: int, file: int) -> HttpResponseBase:
    document = load(request, pk)
    found = Material.objects.filter(document=document, pk=file).select_related("file").first()
    if found is None:
        raise Http404
    return handed_out(found.file, found.name)


@officer_required
@require_GET
def opinion_pdf(request: OfficerRequest, pk: int) -> HttpResponseBase:
    document = load(request, pk)
    if opinions.opinion_of(document) is None:
        raise Http404
    content = pdf_of(opinion_data(document, queries.working_edition(document)))
    return pdf_answer(content, "公文公开发布意见单.pdf")


@officer_required
@require_GET
def package(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out form, draft and interpretation material in one ZIP; with one of them missing there is none (R017)."""
    document = load(request, pk)
    edition = queries.working_edition(document)
    missing = opinions.package_gaps(document, edition)
    if missing or not opinions.goes_up(document):
        return _opinion_page(request, document, OpinionFormForm(initial=_suggested(document)), 409)
    content = _zip(document, edition)
    actions.note_package(document=document, by=request.acting)
    response = HttpResponse(content, content_type="application/zip")
    name = quote(f"报送材料 {document.item.key.replace('/', '-')}.zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["Cache-Control"] = "no-store"
    return response


def _zip(document: Document, edition: Edition) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1 公文公开发布意见单.pdf", pdf_of(opinion_data(document, edition)))
        page = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{_escaped(edition.title)}</title>'
        archive.writestr("2 公文稿.html", f"{page}<h1>{_escaped(edition.title)}</h1>{whole(edition).html}</html>")
        for attached in edition.files.select_related("file"):
            archive.writestr(f"2 公文稿/{attached.name}", file_queries.read_bytes(attached.file))
        for one in opinions.materials_of(document):
            archive.writestr(f"3 政策解读材料/{one.name}", file_queries.read_bytes(one.file))
    return made.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
