"""Proof of work as ALTCHA describes it: find the number whose hash, behind the salt, is the challenge.

The salt carries expiry and purpose and ends in "&", so that no digit can move from it into the number.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from urllib.parse import parse_qs

from gongkai.base.guard.rules.refusals import GuardRefused

ALGORITHM = "SHA-256"
AGAIN = "自动验证没有通过，请再提交一次；填写的内容都还在。"
EXPIRED = "页面打开得太久，验证已过期，请再提交一次；填写的内容都还在。"
LONGEST = 2000


@dataclass(frozen=True)
class Challenge:
    """What the browser is given; `most` is the largest number the solution may be."""

    salt: str
    challenge: str
    signature: str
    most: int
    expires: int


def _digest(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _sign(key: bytes, challenge: str) -> str:
    return hmac.digest(key, challenge.encode(), "sha256").hex()


def make(*, key: bytes, purpose: str, expires: int, most: int) -> Challenge:
    """Draw a challenge; `expires` is a Unix time."""
    salt = f"{secrets.token_hex(12)}?expires={expires}&purpose={purpose}&"
    challenge = _digest(salt, secrets.randbelow(most + 1))
    return Challenge(salt, challenge, _sign(key, challenge), most, expires)


def solve(challenge: Challenge) -> str:
    """Do the work and return what a browser would post: for tests and programs of our own."""
    number = next(n for n in range(challenge.most + 1) if _digest(challenge.salt, n) == challenge.challenge)
    proof = {
        "algorithm": ALGORITHM, "challenge": challenge.challenge, "number": number, "salt": challenge.salt,
        "signature": challenge.signature,
    }  # fmt: skip
    return base64.b64encode(json.dumps(proof).encode()).decode()


def verify(proof: str, *, key: bytes, purpose: str, now: int) -> tuple[str, int]:
    """Return the challenge that was solved and when it expires. Raises GuardRefused."""
    try:
        if len(proof) > LONGEST:
            raise GuardRefused(AGAIN)
        said = json.loads(base64.b64decode(proof, validate=True))
        salt, challenge, signature = str(said["salt"]), str(said["challenge"]), str(said["signature"])
        number = said["number"]
        told = parse_qs(salt.partition("?")[2])
        expires = int(told["expires"][0])
    except (binascii.Error, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise GuardRefused(AGAIN) from error
    whole = salt.isascii() and salt.endswith("&") and type(number) is int and said.get("algorithm") == ALGORITHM
    signed = hmac.compare_digest(_sign(key, challenge).encode(), signature.encode())
    if not (whole and signed and hmac.compare_digest(_digest(salt, number).encode(), challenge.encode())):
        raise GuardRefused(AGAIN)
    if told.get("purpose") != [purpose]:
        raise GuardRefused(AGAIN)
    if now >= expires:
        raise GuardRefused(EXPIRED)
    return challenge, expires
