"""One item, one package, and the calendars of application periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from gongkai.base.ui.linked import inside, listed, organisation, released
from gongkai.base.ui.public import counted, public_page, site_of
from gongkai.proactive.policy import queries
from gongkai.proactive.policy.portal.presenting import card, rows, tree
from gongkai.proactive.policy.portal.shared import PILLS, gone_or_404, page, source_link
from gongkai.proactive.policy.rules import ITEM, PACKAGE, item_path, package_path
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES
from gongkai.proactive.policy.rules.ical import Event
from gongkai.proactive.policy.rules.ical import calendar as written
from gongkai.proactive.policy.rules.periods import MATCHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.proactive.policy.queries import Shown


@public_page
def item(request: HttpRequest, key: str) -> HttpResponse:
    shown = queries.item_at(key, site_of(request))
    if shown is None:
        return gone_or_404(request, key, ITEM)
    packages = [one for one in queries.public_packages(site_of(request)) if key in one.edition.snapshot["members"]]
    context = {
        "shown": shown, "facts": shown.facts, "figures": amount_words(shown.facts),
        "pill": {"label": shown.standing.name, "kind": PILLS[shown.standing.key]}, "rows": rows(shown),
        "tree": tree(shown.condition), "source_url": source_link(shown), "about": shown.release.summary or shown.title,
        "packages": [{"label": one.title, "url": package_path(one.key)} for one in packages],
        "ended": shown.standing.key == "ended", "verify_url": f"/verify/?q={shown.key}",
        "match_url": "/policies/match/?" + "&".join(f"audience={one}" for one in shown.facts["audiences"][:1]),
    }  # fmt: skip
    context["things"] = [
        released(
            request, shown.release, item_path(shown.key), "GovernmentService", serviceOperator=organisation(shown.agency.name),
            audience=[{"@type": "Audience", "audienceType": AUDIENCE_NAMES[one]} for one in shown.facts["audiences"]],
        )
    ]  # fmt: skip
    return counted(page(request, "item", shown.title, context), shown.release.key)


@public_page
def packages(request: HttpRequest) -> HttpResponse:
    found = queries.public_packages(site_of(request))
    lines = [
        {
            "title": one.title, "url": package_path(one.key), "intro": one.edition.snapshot["intro"],
            "audience": AUDIENCE_NAMES[one.edition.snapshot["audience"]], "count": len(one.edition.snapshot["members"]),
            "agency": one.agency.label,
        }
        for one in found
    ]  # fmt: skip
    things = [listed(request, "政策服务包", [(one["title"], one["url"]) for one in lines])]
    return page(request, "packages", "政策服务包", {"lines": lines, "things": things})


@public_page
def package(request: HttpRequest, key: str) -> HttpResponse:
    found = queries.package_at(key, site_of(request))
    if found is None:
        return gone_or_404(request, key, PACKAGE)
    release, items = found
    snapshot = release.edition.snapshot
    context = {
        "release": release, "intro": snapshot["intro"], "audience": AUDIENCE_NAMES[snapshot["audience"]],
        "items": [card(one) for one in items], "missing": len(snapshot["members"]) - len(items),
        "about": snapshot["intro"] or release.title, "calendar": f"{package_path(key)}.ics",
        "match_url": f"/policies/match/?audience={snapshot['audience']}",
    }  # fmt: skip
    entries = [(one.title, item_path(one.key)) for one in items]
    context["things"] = [released(request, release, package_path(key), "CollectionPage", **inside(request, entries))]
    return counted(page(request, "package", release.title, context), release.key)


def _events(request: HttpRequest, items: Sequence[Shown]) -> Iterator[Event]:
    for one in items:
        if one.standing.key not in MATCHED:
            continue
        url = request.build_absolute_uri(item_path(one.key))
        said = f"{amount_words(one.facts)}\n{one.facts['apply']}".strip()
        host = request.get_host()
        for name, day, word in (("opens", one.standing.opens, "开始申请"), ("closes", one.standing.until, "申请截止")):
            if day is not None and one.facts[name]:
                yearly = len(one.facts[name]) == len("03-01")
                yield Event(f"{one.key}-{name}@{host}", day, f"{word}：{one.title}", said, url, yearly=yearly)


def _calendar(request: HttpRequest, name: str, items: Sequence[Shown]) -> HttpResponse:
    newest = max((one.release.published_at for one in items), default=timezone.now())
    text = written(name, _events(request, items), made_at=newest)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="policies.ics"'
    return response


@public_page
def calendar(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    return _calendar(request, f"政策申请日历（{site.name}）", queries.public_items(site))


@public_page
def package_calendar(request: HttpRequest, key: str) -> HttpResponse:
    found = queries.package_at(key, site_of(request))
    if found is None:
        raise Http404
    response = _calendar(request, found[0].title, found[1])
    patch_cache_control(response, public=True)
    return response
