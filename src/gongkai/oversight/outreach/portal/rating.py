"""A reader rates an interpretation: a form without session, cookie or token; nothing of the reader is kept."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongkai.base.guard import actions as guard
from gongkai.base.guard.queries import address_of
from gongkai.base.guard.rules import TooMany
from gongkai.base.ui.public import public_page, site_of
from gongkai.engine.publishing.queries import release_by_key
from gongkai.engine.publishing.rules import KINDS
from gongkai.oversight.outreach.actions import rate
from gongkai.oversight.outreach.rules import QUESTIONS
from gongkai.oversight.outreach.rules.ratings import RATINGS_A_MINUTE
from gongkai.oversight.outreach.rules.sizes import LONGEST_KEY, MINUTE

SAID = {
    "yes": ("谢谢您的评价", "您的评价已经计入，会用来改进政策解读。我们没有记录您的任何信息。"),
    "none": ("没有计入", "今天已经从这里评价过这份解读，或者没有选择评分。您可以明天再评价。"),
    "busy": ("请稍后再试", "从您这里来的评价过于频繁，请过一分钟再试。"),
}
COLUMN = {"name": "评价解读", "description": "评价政策解读", "keywords": "政策解读,评价", "type": "政策文件"}


@csrf_exempt
@never_cache
@require_POST
def post(request: HttpRequest, key: str) -> HttpResponse:
    """Count a rating. Without a session or a token: there is nobody in whose name it could be forged."""
    key = key[:LONGEST_KEY]
    site, address = site_of(request), address_of(request)
    stars = request.POST.get("stars", "")
    said = "none"
    try:
        guard.count("interpretation-rating", address, limit=RATINGS_A_MINUTE, seconds=MINUTE)
    except TooMany:
        said = "busy"
    else:
        number = int(stars) if stars.isascii() and stars.isdigit() and len(stars) == 1 else 0
        answers = {name: request.POST.get(name, "")[:12] for name in QUESTIONS}
        if "\x00" not in key and release_by_key(key, site) is not None:
            said = "yes" if rate(key=key, stars=number, answers=answers, address=address) else "none"
    response = HttpResponseRedirect(f"/interpretations/rated?{urlencode({'said': said, 'of': key})}")
    response.status_code = 303
    return response


@public_page
def thanks(request: HttpRequest) -> HttpResponse:
    site = site_of(request)
    said = request.GET.get("said", "")
    said = said if said in SAID else "none"
    key = request.GET.get("of", "").replace("\x00", "")[:LONGEST_KEY]
    release = release_by_key(key, site) if key else None
    context = {
        "title": SAID[said][0],
        "text": SAID[said][1],
        "back": KINDS[release.kind].path(release.key) if release else "/",
        "column": COLUMN,
        "crumbs": [{"label": "首页", "url": "/"}, {"label": "评价解读"}],
    }
    return render(request, "outreach/portal/rated.html", context)
