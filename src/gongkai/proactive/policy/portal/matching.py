"""`/policies/match/`: what applies to me. Nothing is stored, nobody is known: the answer depends on what is sent alone.

The form is posted, so that what is said of a person stands in no log of addresses. A link that keeps the answers is made only
when the person wants it, and is answered without being kept anywhere.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.base.ui.public import site_of
from gongkai.proactive.policy import queries
from gongkai.proactive.policy.portal.forms import ProfileForm
from gongkai.proactive.policy.portal.presenting import answers
from gongkai.proactive.policy.portal.shared import page
from gongkai.proactive.policy.rules.conditions import Profile, facts_in, unsettled, value_words
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES, FACTS, facts_for
from gongkai.proactive.policy.rules.profiles import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.proactive.policy.queries import Found

TITLE = "我能享受什么政策"
MOST_QUESTIONS = 6
LARGEST_FILE = 20_000
ABOUT = "企业和居民填几项情况，就知道哪些惠企惠民政策符合条件、差在哪里"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest) -> HttpResponse:
    """Ask, and answer. Only the empty form is a page that may be kept."""
    site_of(request)
    said = _said(request)
    audience = said.get("audience", "")
    if audience not in AUDIENCE_NAMES:
        return _kept_page(page(request, "match_start", TITLE, {"about": ABOUT, "audiences": AUDIENCE_NAMES}))
    facts = facts_for(audience)
    if not any(one.key in said for one in facts) and "go" not in said:
        form = ProfileForm(audience, [one for one in facts if one.first])
        return _kept_page(page(request, "match_form", TITLE, _form_context(form, audience)))
    return _answered(request, audience, said)


def _kept_page(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


@never_cache
def _answered(request: HttpRequest, audience: str, said: QueryDict) -> HttpResponse:
    shown = [one for one in facts_for(audience) if one.first or one.key in said]
    form = ProfileForm(audience, shown, said)
    if not form.is_valid():
        return page(request, "match_form", TITLE, _form_context(form, audience), status=422)
    return page(request, "match_answer", TITLE, _answer_context(request, audience, form.profile))


def _said(request: HttpRequest) -> QueryDict:
    """Return what was sent: the form, the link, or a file that was kept from an earlier visit."""
    if request.method != "POST":
        return request.GET
    upload = request.FILES.get("profile")
    if not upload or not upload.size or upload.size > LARGEST_FILE:
        return request.POST
    try:
        kept = json.loads(upload.read())
        fields = [(key, str(one)) for key, values in kept["profile"].items() for one in values]
        return QueryDict(urlencode([("audience", str(kept["audience"])), ("go", "1"), *fields]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return QueryDict("")


def _form_context(form: ProfileForm, audience: str) -> dict[str, Any]:
    return {"about": ABOUT, "form": form, "audience": audience, "audience_name": AUDIENCE_NAMES[audience]}


def _answer_context(request: HttpRequest, audience: str, profile: Profile) -> dict[str, Any]:
    found = queries.matching(audience, profile, queries.public_items(site_of(request)))
    kept = [(key, value) for key, values in spoken(profile).items() for value in values]
    link = "/policies/match/?" + urlencode([("audience", audience), ("go", "1"), *kept])
    questions = _questions(found)
    return {
        "about": ABOUT, "audience": audience, "audience_name": AUDIENCE_NAMES[audience], "groups": answers(found, profile),
        "count": len(found), "hidden": [(key, value) for key, value in kept if key not in questions], "link": link,
        "absolute_link": request.build_absolute_uri(link), "kept": kept,
        "known": [{"label": FACTS[key].name, "value": value_words(FACTS[key], value)} for key, value in profile.items()],
        "more": ProfileForm(audience, [FACTS[key] for key in questions]) if questions else None,
    }  # fmt: skip


def _questions(found: Sequence[Found]) -> list[str]:
    """Return the facts that would settle most of what depends, most useful first."""
    counted = Counter(key for one in found for key in unsettled(one.verdict) if key in facts_in(one.item.condition))
    return [key for key, _ in counted.most_common(MOST_QUESTIONS)]


@csrf_exempt
@never_cache
@require_http_methods(["POST"])
def kept(request: HttpRequest) -> HttpResponse:
    """Hand the answers back as a file that the person keeps; nothing stays here."""
    site_of(request)
    audience = request.POST.get("audience", "")
    if audience not in AUDIENCE_NAMES:
        return page(request, "match_start", TITLE, {"about": ABOUT, "audiences": AUDIENCE_NAMES}, status=422)
    form = ProfileForm(audience, facts_for(audience), request.POST)
    if not form.is_valid():
        return page(request, "match_form", TITLE, _form_context(form, audience), status=422)
    body = json.dumps({"audience": audience, "profile": spoken(form.profile)}, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="policy-profile.json"'
    return response
