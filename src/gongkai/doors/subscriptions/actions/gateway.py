"""The adapter that is shipped for a provider of short messages or WeChat: a small program of the city, spoken to over HTTP.

Everything is JSON over POST to one address, signed like a call to a partner (`rules.webhooks`) under the secret both sides share,
and answered with 200 within 30 seconds:

- `{"messages": [{"id", "to", "template", "text", "values"}]}` is answered by `{"outcomes": [{"state", "reference", "sentence"}]}`,
  as the contract in `rules.adapters` has it.
- `{"invite": "1042-583920"}` is answered by `{"url": "…"}`: what a square code must hold so that whoever scans it with WeChat is told
  to us as a `scan` with this text (for an official account: a temporary QR code with that scene). No `url` means there is none.

What comes back the program tells at once, by a POST to `/subscriptions/inbound/<channel>` with the same signature:
`{"messages": [{"sender": "openid or number", "kind": "text" | "scan" | "unfollow", "text": "…"}]}`. The answer is 200 with
`{"taken": number}`; anything else may be told again, and telling twice changes nothing.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from gongkai.doors.subscriptions.rules.adapters import Inbound, Message, Outcome, register
from gongkai.doors.subscriptions.rules.webhooks import body_of, is_signed, signature

SEND_SECONDS, INVITE_SECONDS = 30, 5
STATES = {"accepted", "refused", "later", "filed"}
INBOUND_KINDS = {"text", "scan", "unfollow"}
LONGEST_ANSWER, LONGEST_SENDER, LONGEST_TEXT, MOST_INBOUND = 1_000_000, 200, 500, 500
OK = 200


class InboundRefused(ValueError):
    """What was told is not signed, too old, or not of the agreed form; the sentence says which."""


@dataclass(frozen=True)
class Gateway:
    """`url` and `secret` are the operator's own configuration, so the address may be inside the house."""

    url: str
    secret: str

    def send(self, messages: Sequence[Message]) -> Sequence[Outcome]:
        """Raises OSError or ValueError where the program cannot be reached or talks nonsense: all are offered again."""
        said = self._asked({"messages": [asdict(one) for one in messages]}, SEND_SECONDS).get("outcomes")
        return [_outcome(one) for one in said] if isinstance(said, list) else []

    def invitation(self, code: str) -> str:
        """Return what a square code must hold to bring this code back, "" where the program has none."""
        url = self._asked({"invite": code}, INVITE_SECONDS).get("url", "")
        return url if isinstance(url, str) and url.startswith(("https://", "http://")) else ""

    def _asked(self, payload: Mapping[str, Any], seconds: int) -> dict[str, Any]:
        parts, body, stamp = urlsplit(self.url), body_of(payload), int(time.time())
        if parts.scheme == "https":
            wire: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.hostname or "", parts.port, timeout=seconds, context=ssl.create_default_context()
            )
        else:
            wire = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
        headers = {
            "Content-Type": "application/json; charset=utf-8", "X-Gongkai-Timestamp": str(stamp),
            "X-Gongkai-Signature": signature(self.secret, stamp, body),
        }  # fmt: skip
        try:
            where = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            wire.request("POST", where, body=body, headers=headers)
            answer = wire.getresponse()
            read = answer.read(LONGEST_ANSWER)
        except http.client.HTTPException as error:
            raise OSError(f"渠道程序没有答复：{error}") from error
        finally:
            wire.close()
        if answer.status != OK:
            raise OSError(f"渠道程序答复{answer.status}")
        said = json.loads(read)
        return said if isinstance(said, dict) else {}


def _outcome(said: Any) -> Outcome:
    if not isinstance(said, dict) or said.get("state") not in STATES:
        return Outcome("later", sentence="渠道程序的答复无法识别")
    return Outcome(said["state"], str(said.get("reference", ""))[:100], str(said.get("sentence", ""))[:300])


def connect(channel: str, url: str, secret: str) -> None:
    """Let the city's program send this channel. Raises ValueError for an address or a secret that cannot be meant."""
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise ValueError(f"渠道程序的地址应形如 http://主机:端口/路径，现为“{url}”。")
    if not secret:
        raise ValueError("请设置渠道程序的共同密钥，没有密钥就不能辨认对方。")
    register(channel, Gateway(url, secret))


def read_inbound(*, secret: str, body: bytes, timestamp: str, given: str) -> list[Inbound]:
    """Return what a program told. Raises InboundRefused."""
    stamp = int(timestamp) if timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12 else 0
    if not secret or not is_signed(secret, stamp, body, given, now=int(time.time())):
        raise InboundRefused("签名不对，或者时间戳已经过期。")
    try:
        told = json.loads(body)["messages"]
        found = [
            Inbound(
                str(one["sender"])[:LONGEST_SENDER], one.get("kind", "text"), str(one.get("text", ""))[:LONGEST_TEXT]
            )
            for one in told
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InboundRefused("内容应为 {“messages”: [{“sender”, “kind”, “text”}]}。") from error
    if len(found) > MOST_INBOUND or any(one.kind not in INBOUND_KINDS or not one.sender.strip() for one in found):
        raise InboundRefused("一次最多500条；kind 只能是 text、scan 或者 unfollow，sender 不能为空。")
    return found
