"""The contract with a short-message or WeChat provider, and the adapter that is shipped: it writes to a file. No Django.

**The contract.** An adapter has one method, `send(messages)`. It gets up to a few hundred messages and returns one `Outcome` for
each, in the same order:

- `accepted` with the provider's own number in `reference` when the provider took it;
- `refused` with a sentence when this number will never work (counted as a bounce of that address);
- `later` when the provider could not take it now; the same message is offered again, under the same `id`;
- `filed` when it was only written down somewhere and nobody was told: counted as not sent.

A message carries the code of a template agreed with the provider and the values of its variables, besides the finished text.
`id` is the same however often a message is offered: a provider that knows it already answers `accepted` and sends nothing.
`send` raises for a provider that cannot be reached; then all messages are offered again. It must end within 30 seconds.

An adapter may have a second method, `received()`: what came back since it was last asked, as `Inbound` values; the same value once
more changes nothing. A `text` or a `scan` that carries the code of a sign-up page ("1042-583920", also with words around it) asks for
that subscription; the sender is then sent a link to confirm it (template `confirm`). A text message "T", "TD" or 退订, and an account that is followed no more (`unfollow`), stop all
notices to that number or openid at once. It is asked every minute, and must end within 30 seconds.

An installation that has a program of its own speaking HTTP names its address (`actions.gateway`); one that has Python registers
its adapter before the worker starts: `register("sms", MyAdapter())`. An adapter of WeChat may have a third method,
`invitation(code)`: what a square code must hold so that whoever scans it is told to us as a `scan` with this code; "" for none.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from string import Formatter
from typing import Literal, Protocol

State = Literal["accepted", "refused", "later", "filed"]


class TemplateRefused(ValueError):
    """The sentence says what is wrong with a template."""


@dataclass(frozen=True)
class Message:
    """`to` is a telephone number or an openid; it is never written to a log of ours in clear."""

    id: str
    to: str
    template: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    state: State
    reference: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Inbound:
    """What somebody sent us; `sender` is the number or openid it came from, `text` of a scan what the square code held."""

    sender: str
    kind: Literal["text", "scan", "unfollow"] = "text"
    text: str = ""


STOP_WORDS = frozenset({"t", "td", "退订", "取消订阅", "停止"})


def stops(inbound: Inbound) -> bool:
    """Return whether this wants no more notices; letters of either width and case, with what stands around them."""
    said = unicodedata.normalize("NFKC", inbound.text).strip(" \t\r\n　。.，,!！“”\"'").lower()
    return inbound.kind == "unfollow" or said in STOP_WORDS


_CODE = re.compile(r"(?<!\d)(\d{1,12})-(\d{6})(?!\d)")


def code_in(inbound: Inbound) -> tuple[int, str] | None:
    """Return the number and the secret figures of a sign-up that somebody sent or scanned; any dash will do."""
    said = re.sub(r"\s*[-‐-―−_－]\s*", "-", unicodedata.normalize("NFKC", inbound.text))
    found = _CODE.search(said) if inbound.kind != "unfollow" else None
    return (int(found[1]), found[2]) if found else None


class Adapter(Protocol):
    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]: ...


@dataclass(frozen=True)
class FileAdapter:
    """Writes each message as one line of JSON, the receiver masked: for trying out. It reaches nobody, and says so."""

    path: Path

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(asdict(one) | {"to": masked(one.to)}, ensure_ascii=False) for one in messages]
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, ("\n".join(lines) + "\n").encode())
        finally:
            os.close(handle)
        return [Outcome("filed", reference=one.id) for one in messages]


_ADAPTERS: dict[str, Adapter] = {}


def register(channel: str, adapter: Adapter) -> None:
    """Let this adapter send a channel ("sms", "wechat") instead of the file."""
    _ADAPTERS[channel] = adapter


def unregister(channel: str) -> None:
    _ADAPTERS.pop(channel, None)


def listening() -> dict[str, Adapter]:
    """Return the adapters that can tell what came back."""
    return {channel: one for channel, one in _ADAPTERS.items() if hasattr(one, "received")}


def is_registered(channel: str) -> bool:
    return channel in _ADAPTERS


def invitation(channel: str, code: str) -> str:
    """Return what a square code must hold to bring `code` back over this channel, "" where its adapter has none."""
    invite = getattr(_ADAPTERS.get(channel), "invitation", None)
    return str(invite(code)) if invite is not None else ""


def adapter_for(channel: str, folder: Path) -> Adapter:
    return _ADAPTERS.get(channel) or FileAdapter(folder / f"{channel}.jsonl")


# What a message may say; providers agree to texts, not to programs.
TEMPLATES: dict[str, str] = {
    "released": "【{site}】新公开：{title}。查看：{url}",
    "corrected": "【{site}】已更正：{title}。查看：{url}",
    "withdrawn": "【{site}】此前通知您的信息（{key}）已经撤下。",
    "code": "【{site}】验证码{code}，{minutes}分钟内有效，用于确认订阅。不是您本人操作的，请不必理会。",
    "confirm": "【{site}】您要订阅“{title}”。{hours}小时内打开确认以后才开始通知：{url}。不是您本人操作的，请不必理会。回复“退订”停止通知。",
    "digest": "【{site}】有{count}件您订阅的新内容。查看：{url}",
    "perhaps": "【{site}】可能与您有关的政策：{title}。条件和申报：{url}",
    "chosen": "【{site}】与您有关的政策：{title}。申报和办理：{url}",
}
VARIABLES = frozenset({"site", "title", "url", "key", "count", "code", "minutes", "hours"})
LONGEST = 300


def filled(template: str, values: Mapping[str, str]) -> str:
    """Return the text of a message. Raises TemplateRefused for a variable that is not known or not given."""
    names = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    wrong = [name for name in names if name not in VARIABLES or name not in values]
    if wrong:
        raise TemplateRefused(f"模板里的变量“{wrong[0]}”不能用，请改用：{'、'.join(sorted(VARIABLES))}。")
    return template.format(**values)[:LONGEST]


def masked(to: str) -> str:
    if "@" in to:
        name, _, host = to.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{to[:3]}****{to[-4:]}" if len(to) >= 11 else f"{to[:2]}***"
