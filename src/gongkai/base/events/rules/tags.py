"""The register of event tags: `source:subject:act`, each with the words shown to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

TAG = re.compile(r"[a-z][a-z0-9_-]*(:[a-z][a-z0-9_-]*){2}")
MAX_LENGTH = 100

_words: dict[str, str] = {}


class TagRefused(ValueError):
    """A tag is malformed or already declared with other words."""


class UndeclaredTag(LookupError):
    """A verb tried to record an event under a tag that no package has declared."""


def declare(tags: Mapping[str, str]) -> None:
    """Register the tags of one package, once, where its `rules` are loaded.

    Declaring the same words again is harmless; other words for a known tag raise TagRefused.
    """
    for tag, words in tags.items():
        if not TAG.fullmatch(tag) or len(tag) > MAX_LENGTH:
            raise TagRefused(f"事件标签应为“来源:对象:动作”三段小写英文，现为 {tag!r}")
        if not words.strip():
            raise TagRefused(f"事件标签 {tag} 没有中文说明")
        if _words.setdefault(tag, words) != words:
            raise TagRefused(f"事件标签 {tag} 已声明为“{_words[tag]}”，不能再声明为“{words}”")


def declared() -> Mapping[str, str]:
    """Return every declared tag with its words (a live, read-only view)."""
    return MappingProxyType(_words)


def label(tag: str) -> str:
    """Return the words of a tag; a tag of a package that is no longer installed stays as it is."""
    return _words.get(tag, tag)


def require(tag: str) -> None:
    if tag not in _words:
        raise UndeclaredTag(f"事件标签 {tag!r} 没有声明，请在所属业务包的 rules 中用 declare 声明后再记录")
