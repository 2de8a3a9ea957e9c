"""Accessibility of pictures, headings and links (GB/T 37668-2019, WCAG 2.2), and the form of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.engine.screening.rules.findings import Severity
from gongkai.engine.screening.rules.proofreading.trees import HtmlFinding, elements, html_check, shortened, words

FILE_NAME = re.compile(
    r"(?:.*\.(?:jpe?g|png|gif|bmp|webp|svg)|(?:img|image|dsc|pic|微信图片|图片|截图|扫描)[\s_\-0-9]*)$", re.IGNORECASE
)
SAYS_NOTHING = frozenset({
    "点击这里", "请点击这里", "点这里", "这里", "此处", "点击此处", "请点击此处", "点击", "点此", "点我", "更多", "更多>>", "详情", "详细", "查看", "点击查看",
    "查看详情", "点击下载", "下载", "链接", "网址", "阅读全文", "here", "click here", "more", "link", ">>",
})  # fmt: skip
FEW_WORDS = 60
HAN = re.compile(r"[\u4e00-\u9fff]")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LOCAL = re.compile(
    r"(?:file:|[a-z]:[\\/]|\\\\|https?://(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.))",
    re.IGNORECASE,
)


@html_check("access.image", "access.scan")
def images(root: etree._Element) -> Iterator[HtmlFinding]:
    pictures = list(elements(root, "img"))
    for picture in pictures:
        text, link = picture.get("alt"), next(picture.iterancestors("a"), None)
        name = (picture.get("src") or "").rpartition("/")[2][:40]
        if text is None or (not text.strip() and link is not None and not words(link)):
            yield _about(picture, "access.image", name, "图片没有替代文字，看不见图片的人不知道内容。", "请用一句话写明图片内容；装饰图片的替代文字留空。",
                         "图片缺少说明")  # fmt: skip
        elif text.strip() and FILE_NAME.fullmatch(text.strip()):
            yield _about(
                picture,
                "access.image",
                text.strip(),
                f"替代文字“{text.strip()}”只是文件名。",
                "请用一句话写明图片内容。",
                "图片缺少说明",
            )
    if (
        pictures
        and len(HAN.findall(words(root))) < FEW_WORDS
        and any(len(picture.get("alt") or "") < FEW_WORDS for picture in pictures)
    ):
        yield HtmlFinding(
            "access.scan", Severity.JUDGE, pictures[0], f"图片{len(pictures)}张", "正文只有图片，不能复制、检索和朗读。",
            "请录入文字；确需用图片的，附上文字版。", "正文是图片",
        )  # fmt: skip


@html_check("access.heading")
def headings(root: etree._Element) -> Iterator[HtmlFinding]:
    level = 0
    for heading in elements(root, *HEADINGS):
        here, text = int(str(heading.tag)[1]), words(heading)
        if not text:
            yield _about(heading, "access.heading", "", "标题是空的。", "请补上文字或删去。", "空标题")
            continue
        if level and here > level + 1:
            message = f"标题从{_ordinal(level)}级直接到了{_ordinal(here)}级。"
            yield _about(heading, "access.heading", text, message, f"请改为{_ordinal(level + 1)}级标题。", "标题越级")
        level = here


EMBEDDED = {
    "img": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "iframe": "src",
    "embed": "src",
    "object": "data",
}


@html_check("link.mixed")
def mixed_content(root: etree._Element) -> Iterator[HtmlFinding]:
    """What a page over https loads over http: browsers refuse it or call the page unsafe."""
    for element in elements(root, *EMBEDDED):
        addresses = [element.get(EMBEDDED[str(element.tag)]) or "", *(element.get("srcset") or "").split(",")]
        insecure = next((one.strip() for one in addresses if one.strip().lower().startswith("http:")), "")
        if insecure:
            yield _about(
                element, "link.mixed", insecure.partition(" ")[0], "图片等内容用未加密的地址（http）引用，加密的网页上显示不出来。",
                "请上传到本站，或改为 https 地址。", "未加密内容",
            )  # fmt: skip


@html_check("access.link", "link.empty", "link.script", "link.local", "link.insecure")
def links(root: etree._Element) -> Iterator[HtmlFinding]:
    for link in elements(root, "a"):
        address = link.get("href")
        if address is None:
            continue
        text = words(link) or " ".join(picture.get("alt") or "" for picture in link.iter("img")).strip()
        if text.lower().strip(" 。.，,[]【】（）()") in SAYS_NOTHING:
            yield _about(
                link,
                "access.link",
                text,
                f"链接文字“{text}”看不出去哪里。",
                "请用目标的名称作链接文字。",
                "链接文字不明",
            )
        yield from _address(link, address.strip(), text)


def _address(link: etree._Element, address: str, text: str) -> Iterator[HtmlFinding]:
    shown = text or address
    if not text and not list(link.iter("img")):
        yield _about(link, "link.empty", address, "链接没有文字。", "请补上文字或删去链接。", "空链接")
    if address in {"", "#"}:
        yield _about(link, "link.empty", shown, "链接没有地址。", "请补上地址或删去链接。", "空链接")
    elif address.lower().startswith(("javascript:", "vbscript:", "data:")):
        yield _about(link, "link.script", shown, "链接是脚本，换个浏览器就打不开。", "请改为网址。", "脚本链接")
    elif LOCAL.match(address):
        yield _about(
            link, "link.local", shown, "链接指向内网或本人电脑，公众打不开。", "请改为公开的网址。", "内部地址"
        )
    elif address.lower().startswith("http:"):
        yield HtmlFinding(
            "link.insecure",
            Severity.INFO,
            link,
            shortened(shown),
            "链接没有加密（http）。",
            "对方支持的，请改为 https。",
            "未加密链接",
        )


def _ordinal(level: int) -> str:
    return "一二三四五六"[level - 1]


def _about(element: etree._Element, check: str, excerpt: str, message: str, suggestion: str, title: str) -> HtmlFinding:
    return HtmlFinding(check, Severity.WARN, element, shortened(excerpt), message, suggestion, title)
