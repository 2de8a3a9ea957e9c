"""Arranging a topic page (专题): title, lede, and blocks that stand in an order. Each verb needs the version that was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.html import escape

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import Acting, check
from gongkai.doors.site.actions.flow import check_drafting, note
from gongkai.doors.site.models import Topic
from gongkai.doors.site.queries.pieces import edition_of
from gongkai.doors.site.rules import BLOCK_KINDS, TOPIC, block_html, cleaned, topic_key
from gongkai.doors.site.rules.banners import PICTURE_KINDS, ROLE, banner_of, banner_words
from gongkai.doors.site.rules.blocks import MOST_BLOCKS, Block
from gongkai.doors.site.rules.flow import DRAFTING
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing import queries
from gongkai.engine.publishing.actions import Refused
from gongkai.law.grounds import Mode

if TYPE_CHECKING:
    from gongkai.base.files.models import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition


@transaction.atomic
def create_topic(*, agency: Agency, slug: str, title: str, lede: str, by: Acting) -> Topic:
    """Begin a topic page. The slug is its address for ever. Raises Refused when it is taken, or a word is missing."""
    check(by, DRAFTING, agency)
    name, said = title.strip(), " ".join(lede.split())
    if not name:
        raise Refused("请填写专题名称。")
    if Topic.objects.filter(slug=slug).exists():
        raise Refused(f"已有地址名为“{slug}”的专题，请另取一个。")
    html = _wording(said, [])
    edition = publishing.create_item(
        kind=TOPIC, agency=agency, title=name, by=by, html=html, text=to_text(html),
        key=topic_key(agency.credit_code or agency.code, slug),
    )  # fmt: skip
    edition.mode = Mode.FULL_TEXT.value
    edition.save(update_fields=["mode"])
    topic = Topic(item=edition.item, slug=slug, lede=said)
    topic.full_clean(exclude=["item"])
    try:
        topic.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"已有地址名为“{slug}”的专题，请另取一个。") from error
    return topic


def _wording(lede: str, blocks: Sequence[Block], banner: Mapping[str, Any] | None = None) -> str:
    """Return the topic's own words: what is reviewed, indexed and kept under the log's digest."""
    seen = banner_words(dict(banner or {}))
    picture = f"<p>图：{escape(seen)}</p>" if seen else ""
    return clean_html(f"<p>{escape(lede)}</p>{picture}" + "".join(block_html(block) for block in blocks))


def _save(topic: Topic, edition: Edition, version: int, by: Acting, *, title: str = "", what: str, named: str) -> Topic:
    """Write the working copy and the edition's wording together. Raises Stale when somebody saved in between."""
    html = _wording(topic.lede, topic.blocks, topic.banner)
    publishing.save_edition(
        edition=edition, version=version, by=by, title=title or edition.title, html=html, text=to_text(html),
        mode=Mode.FULL_TEXT.value,
    )  # fmt: skip
    topic.save(update_fields=["lede", "blocks", "banner", "columns", "order"])
    note("site:topic:arrange", topic, by, new={what: named})
    return topic


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).select_related("item__agency").get(pk=topic.pk)


@transaction.atomic
def describe_topic(
    *, topic: Topic, version: int, title: str, lede: str, columns: Sequence[str], order: int, by: Acting
) -> Topic:
    """Change name, lede, columns and place among topics."""
    topic = _locked(topic)
    edition = check_drafting(topic, by)
    if not title.strip():
        raise Refused("请填写专题名称。")
    topic.lede, topic.columns, topic.order = " ".join(lede.split()), list(columns), order
    return _save(topic, edition, version, by, title=title.strip(), what="说明", named=title.strip())


@transaction.atomic
def set_banner(
    *, topic: Topic, version: int, tone: str, alt: str, by: Acting, file: StoredFile | None = None, remove: bool = False
) -> Topic:
    """Choose the ground of the head and its picture; the picture is a file of the edition, reviewed and released with it.

    Without `file` the standing picture stays unless `remove`. Raises Refused for a file that is no picture, BlockRefused
    for a picture without words, Stale when somebody saved in between.
    """
    topic = _locked(topic)
    edition = check_drafting(topic, by)
    if file is not None and file.kind not in PICTURE_KINDS:
        raise Refused("横幅只能用JPG或者PNG图片，请换一个文件。")
    standing = None if remove else edition.files.filter(role=ROLE).first()
    topic.banner = banner_of(tone=tone, alt=alt, picture=bool(file or standing))
    _save(topic, edition, version, by, what="横幅", named=topic.banner.get("alt") or topic.banner.get("tone") or "无")
    if file is not None or remove:
        for old in edition.files.filter(role=ROLE):
            publishing.detach(attached=old, by=by)
    if file is not None:
        publishing.attach(edition=edition_of(topic), file=file, name=file.name, by=by, role=ROLE)
    return topic


def _resolved(block: Block) -> Block:
    """Turn document numbers among hand-picked keys into index numbers. Raises Refused naming what is not known."""
    if block["kind"] != "picks":
        return block
    found, unknown = [], []
    for written in block["keys"]:
        item = queries.item_by_number(written)
        release = queries.public_releases().filter(pk=item.pk).first() if item else None
        if release is None:
            unknown.append(written)
        else:
            found.append(release.key)
    if unknown:
        raise Refused(f"没有查到已公开的文件：{'、'.join(unknown)}。请核对索引号或文号；没有公开的文件不能放进专题。")
    return block | {"keys": list(dict.fromkeys(found))}


def _change(
    topic: Topic, version: int, by: Acting, change: Callable[[list[Block]], list[Block]], what: str, named: str
) -> Topic:
    topic = _locked(topic)
    edition = check_drafting(topic, by)
    topic.blocks = change(list(topic.blocks))
    return _save(topic, edition, version, by, what=what, named=named)


@transaction.atomic
def add_block(*, topic: Topic, version: int, kind: str, typed: Mapping[str, Any], by: Acting) -> Topic:
    """Put a block at the end. Raises BlockRefused for what may not stand in it, Refused when the page is full."""
    block = _resolved(cleaned(kind, {name: value for name, value in typed.items() if name != "id"}))
    if len(topic.blocks) >= MOST_BLOCKS:
        raise Refused(f"一个专题最多{MOST_BLOCKS}个版块。内容更多的，请另建专题。")
    return _change(topic, version, by, lambda blocks: [*blocks, block], "增加版块", _named(block))


@transaction.atomic
def edit_block(*, topic: Topic, version: int, block: str, typed: Mapping[str, Any], by: Acting) -> Topic:
    standing = _block(topic, block)
    changed = _resolved(cleaned(standing["kind"], {**typed, "id": block}))
    return _change(
        topic, version, by, lambda blocks: [changed if one["id"] == block else one for one in blocks], "修改版块",
        _named(changed),
    )  # fmt: skip


@transaction.atomic
def move_block(*, topic: Topic, version: int, block: str, up: bool, by: Acting) -> Topic:
    """Let a block change places with the one before (or after) it; at the edge nothing changes."""
    named = _named(_block(topic, block))

    def moved(blocks: list[Block]) -> list[Block]:
        at = next(place for place, one in enumerate(blocks) if one["id"] == block)
        to = max(at - 1, 0) if up else min(at + 1, len(blocks) - 1)
        blocks[at], blocks[to] = blocks[to], blocks[at]
        return blocks

    return _change(topic, version, by, moved, "上移版块" if up else "下移版块", named)


@transaction.atomic
def remove_block(*, topic: Topic, version: int, block: str, by: Acting) -> Topic:
    named = _named(_block(topic, block))
    return _change(topic, version, by, lambda blocks: [one for one in blocks if one["id"] != block], "删除版块", named)


def _block(topic: Topic, block: str) -> Block:
    for one in topic.blocks:
        if one["id"] == block:
            found: Block = one
            return found
    raise Refused("这个版块已经不在了，请刷新页面。")


def _named(block: Block) -> str:
    return block["title"] or BLOCK_KINDS[block["kind"]]
