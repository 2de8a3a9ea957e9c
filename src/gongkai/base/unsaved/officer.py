"""Autosave: what stands in a form is kept every few seconds for the person who types, and offered again later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.unsaved.queries import fields_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from gongkai.base.organisations.queries import Acting


class Keep(Protocol):
    """The verb that keeps a form of one thing; it judges who may type there."""

    def __call__(self, one: Any, *, version: int, fields: Mapping[str, list[str]], by: Acting) -> dt.datetime: ...


def typing_views(
    *,
    load: Callable[[OfficerRequest, int], Any],
    keep: Keep,
    forget: Callable[[Any, Acting], None],
    refused: type[Exception],
    back: str,
) -> tuple[Callable[..., HttpResponseBase], Callable[..., HttpResponseBase]]:
    """Return two views for a form's page: one keeps what is posted, one throws it away and goes `back` (a named address).

    `load` answers 404 for what is out of sight; `refused` is what `keep` raises when the form went on in the meantime: then
    nothing is kept, and the page is told so (409).
    """

    @officer_required
    @require_POST
    def kept(request: OfficerRequest, pk: int) -> HttpResponseBase:
        one = load(request, pk)
        version, fields = fields_of(request.POST)
        try:
            at = keep(one, version=version, fields=fields, by=request.acting)
        except refused as error:
            return JsonResponse({"error": str(error)}, status=409)
        return JsonResponse({"at": f"{timezone.localtime(at):%H:%M:%S}"})

    @officer_required
    @require_POST
    def dropped(request: OfficerRequest, pk: int) -> HttpResponse:
        one = load(request, pk)
        forget(one, request.acting)
        messages.success(request, "已丢弃自动保存的内容。")
        return redirect(back, pk)

    return kept, dropped
