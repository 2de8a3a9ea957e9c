"""Autosave: what stands in the form is kept every few seconds for the person who types, and offered again later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.unsaved.queries import fields_of
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.desk.deciding import load


@officer_required
@require_POST
def keep(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Keep the posted form; answers when. 409 when the draft went on in the meantime: then nothing is kept here."""
    document = load(request, pk)
    version, fields = fields_of(request.POST)
    try:
        at = actions.keep_typed(document=document, version=version, fields=fields, by=request.acting)
    except actions.Refused as error:
        return JsonResponse({"error": str(error)}, status=409)
    return JsonResponse({"at": f"{timezone.localtime(at):%H:%M:%S}"})


@officer_required
@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    document = load(request, pk)
    actions.forget_typed(document=document, by=request.acting)
    messages.success(request, "已丢弃自动保存的内容。")
    return redirect("documents:edit", document.pk)
