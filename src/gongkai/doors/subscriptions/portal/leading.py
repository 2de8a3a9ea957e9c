"""Addresses for others: one that counts an opening and leads on, and the feeds of partners."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.doors.subscriptions import actions, queries
from gongkai.doors.subscriptions.models import Campaign
from gongkai.doors.subscriptions.portal.shared import shut
from gongkai.doors.subscriptions.queries.feeds import entries_for, partner_of_feed


@shut
@require_safe
def lead(request: HttpRequest, code: str) -> HttpResponseBase:
    """Count one opening of a push, without cookie, address or reader, and go on. HEAD counts nothing."""
    if request.method == "HEAD":
        campaign = Campaign.objects.filter(code=code).first()
    else:
        campaign = actions.count_opening(code=code)
    if campaign is None:
        raise Http404
    return HttpResponseRedirect(queries.page_of(campaign.item_key))


@shut
@require_safe
def feed(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """The feed of one partner: text, interpretation and questions of each thing, newest first."""
    partner = partner_of_feed(token)
    if partner is None:
        raise Http404
    entries = entries_for(partner)
    if form == "json":
        return JsonResponse(_json_feed(request, partner.name, entries), json_dumps_params={"ensure_ascii": False})
    context = {
        "title": f"{partner.name}：政策推送", "self_url": request.build_absolute_uri(), "entries": entries,
        "updated": entries[0]["document"]["published_at"] if entries else timezone.localtime().isoformat(),
    }  # fmt: skip
    answer: HttpResponse = render(
        request, "subscriptions/portal/feed.xml", context, content_type="application/atom+xml; charset=utf-8"
    )
    return answer


def _json_feed(request: HttpRequest, name: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """JSON Feed 1.1; what the standard does not know stands under `_gongkai`."""
    items = [
        {
            "id": one["document"]["url"], "url": one["document"]["url"], "title": one["document"]["title"],
            "content_html": one["document"]["html"], "date_published": one["document"]["published_at"],
            "_gongkai": {"interpretations": one["interpretations"], "faq": one["faq"]},
        }
        for one in entries
    ]  # fmt: skip
    return {
        "version": "https://jsonfeed.org/version/1.1", "title": f"{name}：政策推送",
        "feed_url": request.build_absolute_uri(), "items": items,
    }  # fmt: skip
