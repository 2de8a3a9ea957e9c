"""The contract with a short-message or WeChat provider, and the adapter that is shipped: it writes to a file. No Django.

**The contract.** An adapter has one method, `send(messages)`. It gets up to a few hundred messages and returns one `Outcome` for
each, in the same order:

- `accepted` with the provider's own number in `reference` when the provider took it;
- `refused` with a sentence when this number will never work (counted as a bounce of that address);
- `later` when the provider could not take it now; the same message is offered again, under the same `id`.

A message carries the code of a template agreed with the provider and the values of its variables, besides the finished text.
`id` is the same however often a message is offered: a provider that knows it already answers `accepted` and sends nothing.
`send` raises for a provider that cannot be reached; then all messages are offered again. It must end within 30 seconds.

An installation registers its adapter before the worker starts: `register("sms", MyAdapter())`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from string import Formatter
from typing import Literal, Protocol

State = Literal["accepted", "refused", "later"]


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


class Adapter(Protocol):
    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]: ...


@dataclass(frozen=True)
class FileAdapter:
    """Writes each message as one line of JSON, the receiver masked: for trying out, and where a gateway reads files."""

    path: Path

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(asdict(one) | {"to": masked(one.to)}, ensure_ascii=False) for one in messages]
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, ("\n".join(lines) + "\n").encode())
        finally:
            os.close(handle)
        return [Outcome("accepted", reference=one.id) for one in messages]


_ADAPTERS: dict[str, Adapter] = {}


def register(channel: str, adapter: Adapter) -> None:
    """Let this adapter send a channel ("sms", "wechat") instead of the file."""
    _ADAPTERS[channel] = adapter


def unregister(channel: str) -> None:
    _ADAPTERS.pop(channel, None)


def adapter_for(channel: str, folder: Path) -> Adapter:
    return _ADAPTERS.get(channel) or FileAdapter(folder / f"{channel}.jsonl")


# What a message may say; providers agree to texts, not to programs.
TEMPLATES: dict[str, str] = {
    "released": "【{site}】新公开：{title}。查看：{url}",
    "corrected": "【{site}】已更正：{title}。查看：{url}",
    "withdrawn": "【{site}】此前通知您的信息（{key}）已经撤下。",
    "digest": "【{site}】有{count}件您订阅的新内容。查看：{url}",
    "perhaps": "【{site}】可能与您有关的政策：{title}。条件和申报：{url}",
    "chosen": "【{site}】与您有关的政策：{title}。申报和办理：{url}",
}
VARIABLES = frozenset({"site", "title", "url", "key", "count"})
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
