"""`/api/v1/policies`: public items, one item, and what applies to a profile. Nothing of a profile is stored or logged."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError, ValidationError

from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.policy import queries
from gongkai.proactive.policy.queries import Found, Shown
from gongkai.proactive.policy.rules import ITEM
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.conditions import ANSWER_NAMES, leaves, unsettled, words
from gongkai.proactive.policy.rules.facts import FACTS
from gongkai.proactive.policy.rules.items import condition_words
from gongkai.proactive.policy.rules.profiles import ProfileRefused, from_json

router = Router(tags=["政策事项"])
MOST_IN_A_PAGE = 100
A_PAGE = 50


class Step(Schema):
    """One step of a benefit that is not the same for all."""

    who: str
    gives: str


class Policy(Schema):
    """One benefit. `condition` is the tree: all, any, at_least/of, not, fact/op/value, free (words for an office)."""

    id: str
    title: str
    url: str
    audiences: list[str]
    kind: str
    who: str
    condition: dict[str, Any]
    condition_words: str
    benefit: str
    figures: dict[str, list[float]]
    figure_words: str
    tiers: list[Step] = Field(description="分档标准；不分档时为空")
    notes: list[str] = Field(description="另有规定的原话")
    apply: str
    apply_url: str
    materials: list[str]
    department: str
    agency: str
    valid_from: str
    valid_until: str
    opens: str
    closes: str
    state: str
    state_name: str
    rechecking: bool
    quote: str
    document: str | None
    document_title: str | None


class PolicyPage(Schema):
    items: list[Policy]
    next_cursor: str | None = Field(description="下一页的标记；没有下一页时为 null")


class ProfileAsked(Schema):
    """`profile` holds known facts only; see `facts` for the names. What is absent is not known."""

    audience: Literal["company", "resident"]
    profile: dict[str, bool | float | str | list[str] | None] = {}


class Reason(Schema):
    condition: str
    answer: str
    why: str


class Answered(Schema):
    id: str
    title: str
    url: str
    answer: Literal["yes", "depends", "no"]
    answer_name: str
    reasons: list[Reason]
    unknown: list[str]
    figure_words: str
    apply: str
    until: str | None


class Answers(Schema):
    items: list[Answered]


class FactBrief(Schema):
    key: str
    name: str
    audience: str
    sort: str
    question: str
    unit: str
    choices: dict[str, str]


def _policy(request: HttpRequest, one: Shown) -> dict[str, Any]:
    facts = one.facts
    kept = ("audiences", "who", "condition", "benefit", "apply", "apply_url", "materials", "department", "valid_from",
            "valid_until", "opens", "closes", "figures")  # fmt: skip
    shown = {name: facts[name] for name in kept}
    return shown | {
        "id": one.key, "title": one.title, "url": request.build_absolute_uri(one.url), "kind": facts["benefit_kind"],
        "condition_words": condition_words(facts), "figure_words": amount_words(facts), "agency": one.agency.name,
        "tiers": [{"who": step["who"], "gives": step["gives"]} for step in facts.get("tiers", [])],
        "notes": list(facts.get("notes", [])),
        "state": one.standing.key, "state_name": one.standing.name, "rechecking": one.rechecking,
        "quote": facts["quote"] if one.source else "", "document": one.source.key if one.source else None,
        "document_title": one.source.title if one.source else None,
    }  # fmt: skip


def _site(request: HttpRequest) -> Any:
    site = getattr(request, "site", None)
    if not site:
        raise Http404("没有这个网站。")
    return site


@router.get("", response=PolicyPage, summary="公开的政策事项")
def policies(
    request: HttpRequest,
    audience: Literal["company", "resident"] | None = None,
    state: str = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST_IN_A_PAGE)] = A_PAGE,
) -> dict[str, Any]:
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < len("1000000000000000000")):
        raise ValidationError(
            [{"loc": ["query", "cursor"], "type": "sentence", "msg": "标记不对，请用上一页给出的 next_cursor。"}]
        )
    rows = sorted(queries.public_items(_site(request)), key=lambda one: -one.release.item_id)
    rows = [one for one in rows if one.source is not None]  # a document just withdrawn takes its items along
    rows = [one for one in rows if audience is None or audience in one.facts["audiences"]]
    rows = [one for one in rows if not state or one.standing.key == state]
    rows = [one for one in rows if not cursor or one.release.item_id < int(cursor)]
    more = str(rows[limit - 1].release.item_id) if len(rows) > limit else None
    return {"items": [_policy(request, one) for one in rows[:limit]], "next_cursor": more}


@router.get("/facts", response=list[FactBrief], summary="可以填写的情况")
def facts(request: HttpRequest) -> list[dict[str, Any]]:
    del request
    return [
        {"key": one.key, "name": one.name, "audience": one.audience, "sort": one.sort, "question": one.question,
         "unit": one.unit, "choices": dict(one.choices)}
        for one in FACTS.values()
    ]  # fmt: skip


@router.post("/evaluate", response=Answers, summary="按情况比对政策事项（不保存）")
def evaluate(request: HttpRequest, asked: ProfileAsked) -> dict[str, Any]:
    try:
        profile = from_json(asked.audience, asked.profile)
    except ProfileRefused as refusal:
        raise ValidationError(
            [{"loc": ["body", "profile", key], "type": "sentence", "msg": text} for key, text in refusal.faults.items()]
        ) from None
    found = queries.matching(asked.audience, profile, queries.public_items(_site(request)))
    return {"items": [_answered(request, one) for one in found]}


def _answered(request: HttpRequest, one: Found) -> dict[str, Any]:
    item = one.item
    reasons = [
        {"condition": words(leaf.node), "answer": leaf.answer.name.lower(), "why": leaf.why}
        for leaf in leaves(one.verdict)
    ]
    return {
        "id": item.key, "title": item.title, "url": request.build_absolute_uri(item.url), "answer": one.answer.name.lower(),
        "answer_name": ANSWER_NAMES[one.answer], "reasons": reasons, "unknown": unsettled(one.verdict),
        "figure_words": amount_words(item.facts), "apply": item.facts["apply"],
        "until": item.standing.until.isoformat() if item.standing.until else None,
    }  # fmt: skip


@router.get("/{path:key}", response=Policy, summary="一个政策事项")
def policy(request: HttpRequest, key: str) -> dict[str, Any]:
    shown = queries.item_at(key, _site(request))
    if shown is None or shown.source is None:
        item = publishing.tombstone(key)
        if shown is not None or (item is not None and item.kind == ITEM):
            raise HttpError(410, "这个政策事项已经结束，所依据的文件或者事项已经撤下。")
        raise Http404("没有这个政策事项。")
    return _policy(request, shown)
