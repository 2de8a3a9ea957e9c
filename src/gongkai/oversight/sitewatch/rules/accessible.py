"""无障碍: what on a page somebody cannot see, hear or reach, where, why it matters, how it is mended. No Django.

Pictures, headings, links and tables are judged by the checks of `engine.screening`, the same that stand beside a draft, so
an editor never hears two opinions. What a whole page adds (language, names of controls, marks that point nowhere) is judged
here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from lxml import html as lxml_html

from gongkai.engine.screening.rules.proofreading import HTML_CHECKS
from gongkai.engine.screening.rules.proofreading.trees import HtmlFinding, shortened, words

SOURCE = "《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668—2019），WCAG 2.2 AA 级"
RULES_VERSION = 1  # raise it when a rule changes: every page is then judged anew
# What of the checks of a wording concerns access, and the criterion of WCAG 2.2 behind it.
CRITERIA: dict[str, str] = {
    "access.image": "1.1.1 非文本内容",
    "access.scan": "1.4.5 文本图像",
    "access.heading": "1.3.1 信息和关系",
    "access.link": "2.4.4 链接目的",
    "link.empty": "2.4.4 链接目的",
    "link.script": "2.1.1 键盘",
    "table.head": "1.3.1 信息和关系",
    "page.language": "3.1.1 网页的语言",
    "page.passage": "3.1.2 局部的语言",
    "page.title": "2.4.2 网页标题",
    "page.heading": "1.3.1 信息和关系",
    "page.main": "2.4.1 跳过重复内容",
    "page.colour": "1.4.3 对比度",
    "page.name": "4.1.2 名称、角色、值",
    "page.id": "4.1.2 名称、角色、值",
    "page.reference": "1.3.1 信息和关系",
    "page.media": "1.2.2 字幕",
    "page.frame": "4.1.2 名称、角色、值",
}
NAMES: dict[str, str] = {
    "access.image": "图片缺少说明",
    "access.scan": "正文是图片",
    "access.heading": "标题层级",
    "access.link": "链接文字不明",
    "link.empty": "空链接",
    "link.script": "脚本链接",
    "table.head": "表格缺少表头",
    "page.language": "没有写明语言",
    "page.passage": "外文段落没有标明语言",
    "page.title": "网页没有标题",
    "page.heading": "一级标题",
    "page.main": "没有正文区域",
    "page.colour": "自带颜色",
    "page.name": "控件没有名称",
    "page.id": "编号重复",
    "page.reference": "指向不存在",
    "page.media": "音视频",
    "page.frame": "内嵌页面没有名称",
}
SHARED = tuple(name for name in CRITERIA if not name.startswith("page."))
COLOURED = re.compile(r"(?:^|;)\s*(?:color|background(?:-color)?)\s*:", re.IGNORECASE)
FOREIGN = re.compile(r"(?:[A-Za-z]{2,}[\s,.;:'’-]+){12,}")
COUNTED = {
    "img": "张图片",
    "table": "张表格",
    "a": "个链接",
    "video": "段视频",
    "audio": "段音频",
    "iframe": "个内嵌页面",
}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers", "list")
SILENT = {"hidden", "submit", "reset", "button", "image"}


@dataclass(frozen=True, slots=True)
class Barrier:
    """One thing in somebody's way. `place` says where on the page, in words an editor finds it by."""

    check: str
    title: str
    place: str
    excerpt: str
    why: str
    mend: str
    criterion: str

    def kept(self) -> dict[str, str]:
        return asdict(self)


def wording_barriers(html: str) -> list[Barrier]:
    """Return what is in the way in a wording: exactly the access findings its screening shows."""
    if not html.strip():
        return []
    root = lxml_html.fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    return _shared(root)


def page_barriers(root: Any) -> list[Barrier]:
    """Return what is in the way on a whole page as a visitor gets it."""
    main = next(iter(root.xpath("//main")), None)
    places = Places(root)
    found = [*_whole(root, main), *_named(root, places), *_pointing(root), *_media(root, places)]
    found += [*_coloured(root, places), *_foreign(root, places)]
    # Headings are judged over the whole page: sections of the frame belong to the same order.
    return [*_shared(root, spoken=True), *found]


class Places:
    """Tells in words where on a page something stands: under which heading, the how-manieth of its kind."""

    def __init__(self, root: Any) -> None:
        self._under: dict[Any, str] = {}
        self._number: dict[Any, int] = {}
        counts: Counter[str] = Counter()
        heading = ""
        for element in root.iter():
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if tag in HEADINGS:
                heading = words(element)
            counts[tag] += 1
            self._under[element], self._number[element] = heading, counts[tag]

    def of(self, element: Any) -> str:
        under = self._under.get(element, "")
        tag = str(element.tag)
        nth = f"第{self._number.get(element, 1)}{COUNTED[tag]}" if tag in COUNTED else ""
        return "，".join(part for part in (f"“{shortened(under)}”之下" if under else "", nth) if part) or "页首"


def _barrier(check: str, place: str, excerpt: str, why: str, mend: str) -> Barrier:
    return Barrier(check, NAMES[check], place, shortened(excerpt), why, mend, CRITERIA[check])


def _shared(root: Any, *, spoken: bool = False) -> list[Barrier]:
    """Return what the shared checks find. `spoken`: the program's own markup may name a link for readers alone."""
    checks = dict.fromkeys(HTML_CHECKS[name] for name in SHARED)
    found: list[HtmlFinding] = [one for check in checks for one in check(root) if one.check in CRITERIA]
    if spoken:
        found = [one for one in found if not (one.element.tag == "a" and one.element.get("aria-label"))]
        found = [one for one in found if one.check != "access.scan"]  # a wording is asked that, a page around it is not
    places = Places(root)
    order = {element: number for number, element in enumerate(root.iter())}
    found.sort(key=lambda one: order.get(one.element, 0))
    return [
        Barrier(
            one.check, one.title or NAMES[one.check], places.of(one.element), one.excerpt, one.message, one.suggestion,
            CRITERIA[one.check],
        )
        for one in found
    ]  # fmt: skip


def _whole(root: Any, main: Any | None) -> Iterator[Barrier]:
    page = root if root.tag == "html" else next(iter(root.xpath("/html")), root)
    if not (page.get("lang") or "").strip():
        yield _barrier(
            "page.language", "整页", "", "读屏软件不知道用哪种语言朗读。", "请在页面上写明 lang，例如 zh-CN。"
        )
    if not (root.findtext(".//title") or "").strip():
        yield _barrier("page.title", "整页", "", "窗口和读屏软件报不出这是什么页面。", "请填写网页标题。")
    if main is None:
        yield _barrier("page.main", "整页", "", "键盘和读屏用户不能一步跳到正文。", "请把正文放进 main。")
    heads = root.xpath("//h1")
    if len(heads) != 1:
        shown = "、".join(words(one) for one in heads)
        yield _barrier(
            "page.heading", "整页", shown, f"页面有{len(heads)}个一级标题，应当有且只有一个。", "请只保留一个一级标题。"
        )


def _named(root: Any, places: Places) -> Iterator[Barrier]:
    labelled = {label.get("for") for label in root.iter("label") if words(label)}
    for control in root.iter("input", "select", "textarea"):
        if (control.get("type") or "").lower() in SILENT:
            continue
        within = next(control.iterancestors("label"), None)
        named = control.get("aria-label") or control.get("aria-labelledby") or control.get("title")
        if not named and control.get("id") not in labelled and (within is None or not words(within)):
            name = control.get("name") or control.get("id") or ""
            yield _barrier(
                "page.name", places.of(control), name, "读屏软件报不出要填什么。", "请加上文字标签（label）。"
            )
    for button in root.iter("button"):
        pictures = " ".join(picture.get("alt") or "" for picture in button.iter("img")).strip()
        if not (words(button) or button.get("aria-label") or button.get("title") or pictures):
            yield _barrier(
                "page.name", places.of(button), "", "按钮没有文字，不知道按下去会怎样。", "请写上按钮的文字。"
            )


def _pointing(root: Any) -> Iterator[Barrier]:
    ids = Counter(element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id"))
    for name, times in ids.items():
        if times > 1:
            yield _barrier(
                "page.id", "整页", str(name), f"编号“{name}”用了{times}次，标签会指错地方。", "请让每个编号只用一次。"
            )
    for element in root.iter():
        for pointer in POINTERS:
            value = element.get(pointer) if isinstance(element.tag, str) else None
            for wanted in (value or "").split():
                if wanted not in ids:
                    said = f"{pointer} 指向的“{wanted}”不在页面上。"
                    yield _barrier("page.reference", "整页", f"{element.tag} {wanted}", said, "请改正编号或删去。")


def _media(root: Any, places: Places) -> Iterator[Barrier]:
    for media in root.iter("video", "audio"):
        if media.tag == "video" and media.find("track") is None:
            yield _barrier("page.media", places.of(media), media.get("src") or "", "视频没有字幕，听不见的人不知道内容。", "请加字幕，或在旁边附上文字稿。")  # fmt: skip
        if media.get("autoplay") is not None:
            yield _barrier("page.media", places.of(media), media.get("src") or "", "音视频自动播放，会盖住读屏软件的声音。", "请改为按了才播放。")  # fmt: skip
    for frame in root.iter("iframe"):
        if not (frame.get("title") or "").strip():
            yield _barrier(
                "page.frame", places.of(frame), frame.get("src") or "", "读屏软件报不出内嵌的是什么。", "请加上 title。"
            )


def _coloured(root: Any, places: Places) -> Iterator[Barrier]:
    for element in root.iter():
        if not isinstance(element.tag, str) or next(element.iterancestors("svg"), None) is not None:
            continue
        if COLOURED.search(element.get("style") or "") or (element.tag == "font" and element.get("color")):
            why = "文字自带颜色，换成高对比度后可能看不清。"
            yield _barrier("page.colour", places.of(element), words(element), why, "请删去颜色，用粗体或标题突出。")


def _unmarked(element: Any) -> str:
    """Return the words of an element without those inside it that are marked as another language."""
    marked = [one for one in element.iterdescendants() if one.get("lang") and not one.get("lang").startswith("zh")]
    text = words(element)
    for one in marked:
        text = text.replace(words(one), " ", 1)
    return text


def _foreign(root: Any, places: Places) -> Iterator[Barrier]:
    page = root if root.tag == "html" else next(iter(root.xpath("/html")), root)
    if not (page.get("lang") or "").startswith("zh"):
        return
    for element in root.iter("p", "li", "td", "dd", "blockquote", *HEADINGS):
        own = (one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang"))
        if next(own, "zh").startswith("zh") and FOREIGN.search(_unmarked(element)):
            yield _barrier("page.passage", places.of(element), words(element), "读屏软件会用中文的读法念外文。", "请给外文段落标明语言（lang）。")  # fmt: skip
