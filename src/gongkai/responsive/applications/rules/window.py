"""The public side: what may be uploaded, how often one may try, how long a look lasts. Configuration, with why. No Django."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta

from gongkai.base.vault.rules import LARGEST_FILE

# Platform configuration: what a scan of an identity card or a licence comes as.
IDENTITY_KINDS = ("pdf", "jpg", "png")
LARGEST_SCAN = LARGEST_FILE
MOST_AT_ONCE = 3 * LARGEST_FILE  # bytes of one sending that are held in memory; nothing goes to the disk in clear
# A scan that was uploaded with a form that was never sent is destroyed after this.
UPLOAD_KEPT = timedelta(days=2)
# Platform configuration: how long a form that was saved and not sent can be gone on with.
DRAFT_KEPT = timedelta(days=30)
DRAFT_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
DRAFT_GROUPS = 3
DRAFT_TRIES, DRAFT_SECONDS = 20, 600
NOT_THIS_DRAFT = "这份草稿是另一张表的：申请公开的草稿在“申请公开”页打开，更正申请的草稿在“更正本人信息”页打开。"
NO_DRAFT = "没有这份草稿，或者已经过了保存期限。请核对草稿码。"
# Tries, and in how many seconds, from one network address. A whole building may stand behind one.
SEND_TRIES, SEND_SECONDS = 20, 3600
UPLOAD_TRIES, UPLOAD_SECONDS = 60, 3600
HELP_TRIES, HELP_SECONDS = 120, 600
# Wrong secrets of one number from one address: five are free, then a minute, two, four … up to an hour; forgotten in a
# day. A whole town hall may stand behind one address, so it is stopped for another number only where somebody tries
# numbers by the hundred.
TRACK_FREE, TRACK_FIRST, TRACK_LONGEST, TRACK_FORGOTTEN = 5, 60, 3600, 86_400
TRACK_TRIES, TRACK_SECONDS = 100, 600
# A look at the track page ends by itself: it may be a computer in a library.
LOOK_LASTS = timedelta(minutes=30)
MATCHES_SHOWN = 3
MATCHES_SEARCHED = 20
AGENCIES_SHOWN = 3
LEAST_WORDS = 4  # characters before it is worth looking for what is public already
MOST_WORDS = 300
TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")

WRONG = "编号或者查询密码不对。请核对回执上的编号和查询密码；回执丢失的，请与受理机关联系，凭身份证件查询。"
GUESSED = "这个编号多次输入不对，请在{wait}后再试；其他编号不受影响。"
OVER = "查询已经结束。为保护您的信息，一段时间不操作会自动退出，请重新输入编号和查询密码。"


def plain_number(text: str) -> str:
    """Return a receipt or register number as kept: blanks gone, brackets and figures in one form, letters large."""
    text = _narrow(text).upper()
    return (
        text.replace("[", "〔")
        .replace("]", "〕")
        .replace("【", "〔")
        .replace("】", "〕")
        .replace("(", "〔")
        .replace(")", "〕")
    )


def plain_secret(text: str) -> str:
    """Return a secret as it was made: large letters and figures in groups of four."""
    text = re.sub(r"[^0-9A-Z]", "", _narrow(text).upper())
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _narrow(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def cleaned(text: str, *, lines: bool = False) -> str:
    """Return what was typed without control characters and half characters; emoji and rare characters stay."""
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    kept = "\n\t" if lines else ""
    shown = "".join(one if one in kept or one.isprintable() or one == "　" else " " for one in text)
    return shown.strip() if lines else " ".join(shown.split())
