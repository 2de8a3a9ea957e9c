"""`{% load english %}`: what pages of the English window need. Chinese inside them is always marked as Chinese."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.base.ui import text
from gongkai.doors.site.rules import english

register = template.Library()
TAG = re.compile(r"(<[^>]+>)")


def _marked(escaped: str) -> str:
    return english.HAN_RUN.sub(lambda match: f'<span lang="zh-Hans">{match[0]}</span>', escaped)


@register.filter
def zh(value: object) -> SafeString:
    """Escape, and mark every run of Chinese as Chinese, so that it is read and set as such."""
    return mark_safe(_marked(conditional_escape(str(value if value is not None else ""))))  # noqa: S308 escaped


@register.filter
def latin(value: object, otherwise: str) -> str:
    """Return the value where it is English, other words where nobody gave English: a page's title cannot be marked."""
    said = str(value or "")
    return said if said and not english.has_han(said) else otherwise


@register.filter
def zh_html(value: object) -> SafeString:
    """Mark the Chinese in cleaned HTML; tags stay as they are."""
    pieces = TAG.split(str(value or ""))
    pieces[0::2] = [_marked(piece) for piece in pieces[0::2]]
    return mark_safe("".join(pieces))  # noqa: S308 cleaned when it was stored


@register.filter
def zh_title(value: object) -> SafeString:
    """Return a Chinese title that breaks between words, marked as Chinese."""
    return format_html('<span lang="zh-Hans" class="by-word">{}</span>', text.by_word(str(value or "")))


@register.filter
def en_date(value: Any) -> SafeString | str:
    """Write `<time>` with 9 March 2026; what is no date passes through, its Chinese marked."""
    if not isinstance(value, dt.date):
        return zh(value)
    return format_html('<time datetime="{}">{}</time>', text.iso(value), english.en_date(text.local(value)))


@register.filter
def count_of(number: int, word: str) -> str:
    """Return `3 documents`, `1 document`; `word` may be `agency,agencies`."""
    one, _, many = word.partition(",")
    return english.en_count(number, one, many)
