"""A theme from the idea or the superior's order to the public: create, receive, change, clear, release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import Acting, check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State
from gongkai.law.grounds import Mode
from gongkai.proactive.themes import rules
from gongkai.proactive.themes.models import Theme
from gongkai.proactive.themes.permissions import CLEARING, MANAGE
from gongkai.proactive.themes.queries import edition_of

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition, Release, Review


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a keeper says of a theme."""

    title: str
    statement: str
    lede: str = ""
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    integrated: bool = False

    @property
    def scope(self) -> rules.Scope:
        return rules.Scope(statement=self.statement, words=self.words, tags=self.tags, without=self.without)


@dataclass(frozen=True, kw_only=True)
class Received:
    """From whom a superior's theme came, under which number and batch, until when it is to stand."""

    superior_name: str
    received_on: dt.date
    superior_number: str = ""
    batch: str = ""
    due_on: dt.date | None = None


WORDS = {
    "title": "名称", "lede": "导语", "statement": "收录范围", "words": "关键词", "tags": "主题标签", "without": "不收录的词",
    "integrated": "集成式发布",
}  # fmt: skip
ORDERED = {"superior_name": "部署机关", "superior_number": "上级专题编号", "batch": "批次", "due_on": "完成期限"}


def subject_of(theme: Theme) -> Subject:
    return Subject(rules.KIND, str(theme.pk), theme.title)


def note(tag: str, theme: Theme, by: Acting, **facts: Any) -> Any:
    return events.record(tag=tag, by=by.actor(agency=theme.item.agency), subject=subject_of(theme), **facts)


def facts_of(theme: Theme) -> Facts:
    return Facts(
        title=theme.title, statement=theme.statement, lede=theme.lede, words=tuple(theme.words), tags=tuple(theme.tags),
        without=tuple(theme.without), integrated=theme.integrated,
    )  # fmt: skip


def _check(facts: Facts, slug: str) -> None:
    found = rules.defects(facts.title, slug, facts.scope)
    if found:
        raise Refused("".join(found))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple | list) else str(value)


@transaction.atomic
def create(*, agency: Agency, slug: str, facts: Facts, by: Acting, received: Received | None = None) -> Theme:
    """Begin a theme, an own one or one that a superior ordered. Raises Refused, NotAllowed, OutOfSight."""
    check(by, MANAGE, agency)
    _check(facts, slug)
    if Theme.objects.filter(slug=slug).exists():
        raise Refused(f"地址名“{slug}”已经用过，请换一个。")
    if received is not None and not received.superior_name.strip():
        raise Refused("请写明由哪个上级机关部署。")
    key = rules.theme_key(agency.code, slug)
    edition = publishing.create_item(kind=rules.KIND, agency=agency, title=facts.title, key=key, by=by, quiet=True)
    said = {name: _plain(getattr(facts, name)) for name in WORDS}
    if received is not None:
        said |= {"origin": rules.Origin.SUPERIOR.value, "received_on": received.received_on}
        said |= {name: getattr(received, name) for name in ORDERED}
    theme = Theme.objects.create(item=edition.item, slug=slug, **said)
    _write(edition, facts, by)
    shown = {word: _in_words(said[name]) for name, word in WORDS.items() if said[name]}
    if received is not None:
        shown |= {word: str(said[name]) for name, word in ORDERED.items() if said[name]}
    note("themes:theme:receive" if received else "themes:theme:create", theme, by, new=shown)
    return theme


@transaction.atomic
def receive(*, agency: Agency, slug: str, facts: Facts, received: Received, by: Acting) -> tuple[Theme, str]:
    """Take in a superior's theme and say what became of it: 新增, 更新 or 未变. The same number twice is one theme."""
    standing = None
    if received.superior_number:
        known = Theme.objects.select_related("item__agency").filter(superior_name=received.superior_name)
        standing = known.filter(superior_number=received.superior_number).first()
    if standing is None:
        return create(agency=agency, slug=slug, facts=facts, received=received, by=by), "新增"
    if standing.item.agency_id != agency.pk:
        raise Refused(f"上级专题“{received.superior_number}”已经由{standing.item.agency.label}接收。")
    changed = edit(theme=standing, changes={name: getattr(facts, name) for name in WORDS}, by=by)
    ordered = {name: getattr(received, name) for name in ("batch", "due_on")}
    moved = any(getattr(standing, name) != value for name, value in ordered.items())
    if moved:
        Theme.objects.filter(pk=standing.pk).update(**ordered)
        note("themes:theme:edit", standing, by, new={ORDERED[name]: str(value) for name, value in ordered.items()})
    return Theme.objects.get(pk=standing.pk), "更新" if changed or moved else "未变"


def _write(edition: Edition, facts: Facts, by: Acting) -> None:
    html = "".join(f"<p>{escape(text)}</p>" for text in (facts.lede, f"收录范围：{facts.statement}") if text)
    text = "\n".join(text for text in (facts.lede, f"收录范围：{facts.statement}") if text)
    publishing.save_edition(
        edition=edition, version=edition.version, by=by, title=facts.title, html=html, text=text, mode=Mode.FULL_TEXT
    )


@transaction.atomic
def edit(*, theme: Theme, changes: Mapping[str, Any], by: Acting, reason: str = "") -> bool:
    """Change a theme and return whether anything changed. What readers see of a public one needs a new edition.

    Words and tags to look for are no words for readers: changing them alone leaves the public edition alone.
    """
    check(by, MANAGE, theme.item.agency)
    theme = Theme.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=theme.pk)
    old = facts_of(theme)
    new = replace(old, **{name: value for name, value in changes.items() if name in WORDS})
    if new == old:
        return False
    _check(new, theme.slug)
    edition = edition_of(theme)
    seen = any(getattr(old, name) != getattr(new, name) for name in ("title", "lede", "statement"))
    if seen and edition.state != State.PREPARING:
        edition = publishing.open_edition(item=theme.item, note=reason.strip() or "修改专题说明", by=by)
    for name in WORDS:
        setattr(theme, name, _plain(getattr(new, name)))
    theme.save()
    if seen:
        _write(edition, new, by)
    changed = [name for name in WORDS if getattr(old, name) != getattr(new, name)]
    note(
        "themes:theme:edit", theme, by, remark=reason.strip(),
        old={WORDS[name]: _in_words(getattr(old, name)) for name in changed},
        new={WORDS[name]: _in_words(getattr(new, name)) for name in changed},
    )  # fmt: skip
    return True


def clear(*, theme: Theme, answers: Mapping[str, Any], by: Acting, opinion: str = "", seen: str = "") -> Review:
    """Clear it for the public; somebody else than who wrote it. Raises Refused, NotAllowed."""
    return publishing.clear(
        edition=edition_of(theme), permission=CLEARING, answers=answers, by=by, opinion=opinion, seen=seen
    )


def send_back(*, theme: Theme, opinion: str, by: Acting) -> Review:
    """Return it with the cause; what was cleared before is asked again."""
    return publishing.return_uncleared(edition=edition_of(theme), permission=CLEARING, opinion=opinion, by=by)


def release(*, theme: Theme, by: Acting) -> Release:
    """Release what was cleared; an integrated publication only as a whole set. Raises NotReady, Refused, NotAllowed."""
    return publishing.release_cleared(edition=edition_of(theme), by=by)
