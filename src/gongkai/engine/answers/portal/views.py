"""问一问 (/ask): a question in the address, an answer with its source on the page. Without session or cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.engine.answers.actions import count_opinion, phrase
from gongkai.engine.answers.portal import presenting
from gongkai.engine.answers.portal.limits import within
from gongkai.engine.answers.queries import Answer, ask
from gongkai.engine.answers.rules import LONGEST_QUESTION, WANTED_NAMES
from gongkai.engine.publishing.queries import release_by_key
from gongkai.engine.publishing.rules import KINDS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

LONGEST_KEY = 60
PHRASED_A_MINUTE = 20  # of one address; beyond it the answer stands in the words of the source
OPINIONS_A_MINUTE = 10
EXAMPLES = ("新市民租房补贴怎么申请？", "加装电梯能补贴多少钱？", "90岁老人每月能领多少高龄津贴？", "养狗怎么办证？")
COLUMN = {
    "name": "问一问",
    "description": "从已经公开的文件中回答问题，每个答案都有原文和出处",
    "keywords": "智能问答,政策问答,常见问题",
    "type": "问答（常见问题）",
}


def _site(request: HttpRequest) -> Site:
    site: Site | None = getattr(request, "site", None)
    if not site:
        raise Http404
    return site


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Answer ?q=; ?about= is the index number of the document that the question goes on about."""
    site = _site(request)
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    if len(typed) > LONGEST_QUESTION:  # a page repeats the question in many addresses
        kept = {name: request.GET[name][:LONGEST_KEY] for name in ("about",) if name in request.GET}
        return redirect(f"/ask?{urlencode({'q': typed[:LONGEST_QUESTION], **kept, 'cut': 'yes'})}")
    text = typed
    about = request.GET.get("about", "").strip()[:LONGEST_KEY]
    answer = ask(text, site=site, about=about)
    context = _shell(text) | {
        "text": text,
        "cut": request.GET.get("cut") == "yes",
        "answer": answer,
        "followed": _followed(answer),
        "examples": [{"label": one, "url": f"/ask?{urlencode({'q': one})}"} for one in EXAMPLES],
    }
    if text:
        context |= _answered(request, answer) if answer.known else _unknown(answer, site)
    response = render(request, "answers/portal/ask.html", context)
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def _shell(text: str) -> dict[str, Any]:
    crumbs = [{"label": "首页", "url": "/"}, {"label": "问一问", "url": "/ask" if text else ""}]
    return {"crumbs": [*crumbs, {"label": "回答"}] if text else crumbs, "column": COLUMN}


def _followed(answer: Answer) -> dict[str, str] | None:
    if answer.about is None:
        return None
    return {
        "key": answer.about.key,
        "title": answer.about.title,
        "url": KINDS[answer.about.kind].path(answer.about.key),
    }


def _answered(request: HttpRequest, answer: Answer) -> dict[str, Any]:
    said = phrase(answer) if within(request, "phrase", PHRASED_A_MINUTE) else ()
    return {
        "said": said,
        "passages": presenting.several(answer.passages, answer.question),
        "further": presenting.next_questions(answer),
        "wanted": answer.question.wanted.value,
        "wanted_name": WANTED_NAMES[answer.question.wanted],
    }


def _unknown(answer: Answer, site: Site) -> dict[str, Any]:
    text = answer.question.text
    return {
        "nearest": presenting.several(answer.nearest, answer.question),
        "related": presenting.related(answer),
        "offers": presenting.offers(text, site),
        "telephones": presenting.telephones(text, site),
    }


@csrf_exempt
@never_cache
@require_POST
def opinion(request: HttpRequest) -> HttpResponse:
    """Count 有帮助 or 没有帮助. Without a session or a token: there is nobody in whose name it could be forged."""
    site = _site(request)
    key, wanted = request.POST.get("key", "")[:LONGEST_KEY], request.POST.get("wanted", "")[:20]
    helpful = request.POST.get("helpful") == "yes"
    counted = (
        request.POST.get("helpful") in {"yes", "no"}
        and "\x00" not in key
        and release_by_key(key, site) is not None
        and within(request, "opinion", OPINIONS_A_MINUTE)
        and count_opinion(key=key, wanted=wanted, helpful=helpful)
    )
    back = {"q": request.POST.get("q", "")[:LONGEST_QUESTION].replace("\x00", ""), "about": key.replace("\x00", "")}
    told = {"said": "yes" if helpful else "no"} if counted else {"said": "none"}
    response = HttpResponseRedirect(f"/ask/thanks?{urlencode(told | back)}")
    response.status_code = 303
    return response


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    site = _site(request)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUESTION]
    about = request.GET.get("about", "").replace("\x00", "")[:LONGEST_KEY]
    said = request.GET.get("said", "")
    context = _shell(text) | {
        "said": said if said in {"yes", "no"} else "none",
        "text": text,
        "back": f"/ask?{urlencode({'q': text, 'about': about})}" if text else "/ask",
        "offers": presenting.offers(text, site) if said == "no" else [],
    }
    response = render(request, "answers/portal/thanks.html", context)
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response
