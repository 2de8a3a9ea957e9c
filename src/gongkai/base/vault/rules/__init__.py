"""Sealing, fingerprints, and the few numbers of the vault: pure Python."""

from __future__ import annotations

from datetime import timedelta

from gongkai.base.events import rules as events
from gongkai.base.vault.rules.fingerprints import fingerprint, normalised
from gongkai.base.vault.rules.refusals import FileGone, KeyMissing, LookupRefused, Refused, Unreadable, VaultError
from gongkai.base.vault.rules.sealing import (
    Key,
    is_token,
    key_id_of,
    key_id_of_bytes,
    new_key,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

# Configuration of our own: what citizens hand in as proof are scans, pictures and letters.
ALLOWED_KINDS = ("pdf", "jpg", "png", "ofd", "docx")
LARGEST_FILE = 20 * 1024 * 1024
# A request that began under the key just replaced may still write with it; no request lasts as long.
RETIRE_AFTER = timedelta(minutes=10)
# Sealed bytes without a row: younger ones may belong to a request under way.
ORPHAN_AGE = timedelta(days=1)
LONGEST_WHY = 300

KEEP, DESTROY, BLANK = "vault:file:keep", "vault:file:destroy", "vault:row:blank"
FOR_GOOD = "vault:file:keep_for_good"
ROTATE, RETIRE = "vault:key:rotate", "vault:key:retire"
events.declare(
    {
        KEEP: "加密保存文件",
        FOR_GOOD: "加密文件改为长期保存",
        DESTROY: "销毁加密文件",
        BLANK: "清除个人信息字段",
        ROTATE: "更换个人信息密钥",
        RETIRE: "停用旧的个人信息密钥",
    }
)

__all__ = [
    "ALLOWED_KINDS",
    "BLANK",
    "DESTROY",
    "FOR_GOOD",
    "KEEP",
    "LARGEST_FILE",
    "LONGEST_WHY",
    "ORPHAN_AGE",
    "RETIRE",
    "RETIRE_AFTER",
    "ROTATE",
    "FileGone",
    "Key",
    "KeyMissing",
    "LookupRefused",
    "Refused",
    "Unreadable",
    "VaultError",
    "fingerprint",
    "is_token",
    "key_id_of",
    "key_id_of_bytes",
    "new_key",
    "normalised",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
]
