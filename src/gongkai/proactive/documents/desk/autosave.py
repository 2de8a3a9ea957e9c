"""Autosave: what stands in the form is kept every few seconds for the person who types, and offered again later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.desk.deciding import load
from gongkai.proactive.documents.models import Recovery

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import Document

LEFT_OUT = frozenset({"csrfmiddlewaretoken", "save", "submit"})


@officer_required
@require_POST
def keep(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Keep the posted form; answers when. 409 when the draft went on in the meantime: then nothing is kept here."""
    document = load(request, pk)
    version = str(request.POST.get("version", ""))
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in LEFT_OUT}
    try:
        row = actions.keep_typed(
            document=document, version=int(version) if version.isdigit() else 0, fields=fields, by=request.acting
        )
    except actions.Refused as error:
        return JsonResponse({"error": str(error)}, status=409)
    return JsonResponse({"at": f"{timezone.localtime(row.at):%H:%M:%S}"})


@officer_required
@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    document = load(request, pk)
    actions.forget_typed(document=document, by=request.acting)
    messages.success(request, "已丢弃自动保存的内容。")
    return redirect("documents:edit", document.pk)


def typed_by(request: OfficerRequest, document: Document) -> Recovery | None:
    return Recovery.objects.filter(person=request.user.pk, document=document).first()


def as_post(recovery: Recovery) -> QueryDict:
    """Return what was kept as the form would have sent it, with the version from which it was typed."""
    data = QueryDict(mutable=True)
    for name, values in recovery.fields.items():
        data.setlist(name, values)
    return data
