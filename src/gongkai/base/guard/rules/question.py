"""A question in plain Chinese for whoever has no script: read aloud it can be answered too, and the page does not hold the answer."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass

from gongkai.base.guard.rules.refusals import GuardRefused
from gongkai.base.guard.rules.work import AGAIN, EXPIRED, LONGEST

DIGITS = "零一二三四五六七八九十"
WORDS = ("政府信息公开", "主动公开", "依申请公开", "便民服务", "云川市人民政府")
ORDINALS = ("一", "二", "三", "四")


@dataclass(frozen=True)
class Question:
    text: str
    hint: str
    token: str


def numeral(number: int) -> str:
    """Return 0 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def ask(*, key: bytes, purpose: str, expires: int) -> Question:
    """Draw a question with its token, which says when it expires but not what is right."""
    pick = secrets.SystemRandom()
    kind = pick.choice(("plus", "minus", "character"))
    if kind == "character":
        word, place = pick.choice(WORDS), pick.randrange(len(ORDINALS))
        text, hint, answer = f"“{word}”的第{ORDINALS[place]}个字是什么？", "请填这一个字。", word[place]
    else:
        low, high = sorted((pick.randint(1, 9), pick.randint(10, 30)))
        total = high + low if kind == "plus" else high - low
        sign = "加" if kind == "plus" else "减"
        text, hint, answer = f"{numeral(high)}{sign}{numeral(low)}等于多少？", "请填数字，例如8。", str(total)
    return Question(text, hint, _token(key, purpose, expires, answer))


def is_right(token: str, answer: str, *, key: bytes, purpose: str, now: int) -> tuple[bool, str, int]:
    """Say whether the answer is right, for which question (its salt) and until when it lives. Raises GuardRefused."""
    body, _, signature = token.partition(".")
    try:
        fitting = len(token) <= LONGEST and hmac.compare_digest(_sign(key, body).encode(), signature.encode())
        if not fitting:
            raise GuardRefused(AGAIN)
        told = json.loads(base64.urlsafe_b64decode(body))
        salt, expires, right = str(told["s"]), int(told["e"]), str(told["a"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise GuardRefused(AGAIN) from error
    if told.get("p") != purpose:
        raise GuardRefused(AGAIN)
    if now >= expires:
        raise GuardRefused(EXPIRED)
    given = {plain(answer)}
    given |= {str(n) for n in range(100) if numeral(n) == plain(answer)}
    return any(hmac.compare_digest(_hidden(key, salt, one), right) for one in given), salt, expires


def plain(answer: str) -> str:
    """Return an answer as it is compared: no blanks, half width, no closing stop."""
    return "".join(unicodedata.normalize("NFKC", answer).split()).strip("。.“”\"'")[:20]


def _token(key: bytes, purpose: str, expires: int, answer: str) -> str:
    salt = secrets.token_hex(12)
    told = {"p": purpose, "e": expires, "s": salt, "a": _hidden(key, salt, answer)}
    body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
    return f"{body}.{_sign(key, body)}"


def _hidden(key: bytes, salt: str, answer: str) -> str:
    return hmac.digest(key, f"answer:{salt}:{answer}".encode(), "sha256").hex()


def _sign(key: bytes, body: str) -> str:
    return hmac.digest(key, f"question:{body}".encode(), "sha256").hex()
