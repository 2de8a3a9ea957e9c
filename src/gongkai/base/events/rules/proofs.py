"""The proof document that a citizen downloads, and how anybody checks it without us."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gongkai.base.events.rules import merkle
from gongkai.base.events.rules.chain import Json, canonical

FORMAT = "gongkai-log-proof/1"
HEAD_FORMAT = "gongkai-log-head/1"
ENTRY_FIELDS = (
    "index",
    "kind",
    "item",
    "edition",
    "agency",
    "content_sha256",
    "at",
    "event_seq",
    "event_hash",
)

HOW_TO_CHECK = [
    "一、计算所持文件内容的 SHA-256，应与 entry.content_sha256 相同。",
    "二、把 entry 写成规范 JSON（键按字典序、无空格、UTF-8），前加一个字节 00，计算 SHA-256，应与 leaf_hash 相同。",
    "三、按 RFC 9162 第 2.1.3.2 节，由 leaf_hash、audit_path、entry.index 和 tree_head.size 逐级算出树根（两个子节点前加一个字节 01 后计算 SHA-256），应与 tree_head.root 相同。",
    "四、把 tree_head 写成规范 JSON，用 public_key（Ed25519）验证 signature。",
    "五、把 public_key 的指纹与发布机关另行公布的指纹核对；later 中各条按同样方法核验，说明该信息此后被更正、取代或撤下。",
]


@dataclass(frozen=True)
class ProofCheck:
    """Whether a proof holds; `reasons` says in Chinese what does not."""

    valid: bool
    reasons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.valid


def entry_leaf(entry: Mapping[str, Json]) -> bytes:
    """Return the leaf hash of a log entry given by its public fields."""
    return merkle.leaf_hash(canonical({name: entry[name] for name in ENTRY_FIELDS}))


def head_document(*, size: int, root: str, at: str) -> dict[str, Json]:
    return {"format": HEAD_FORMAT, "size": size, "root": root, "at": at}


def signed_text(head: Mapping[str, Json]) -> bytes:
    """Return the bytes that the signature of a tree head covers."""
    return canonical({name: head[name] for name in ("format", "size", "root", "at")})


def fingerprint(public_key: str) -> str:
    """Return the SHA-256 fingerprint of a base64 public key, in groups that can be read aloud."""
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()
    return ":".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def signature_holds(*, head: Mapping[str, Json], signature: str, public_key: str) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), signed_text(head))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _included(part: Mapping[str, Any], head: Mapping[str, Any]) -> str:
    """Return what is wrong with one proven entry, or nothing."""
    leaf = entry_leaf(part["entry"])
    if leaf.hex() != part["leaf_hash"]:
        return f"第 {part['entry']['index']} 条日志的内容与其叶子哈希不符"
    holds = merkle.inclusion_holds(
        index=part["entry"]["index"],
        size=head["size"],
        leaf=leaf,
        path=[bytes.fromhex(step) for step in part["audit_path"]],
        root=bytes.fromhex(head["root"]),
    )
    return "" if holds else f"第 {part['entry']['index']} 条日志的审计路径不能还原出树根"


def _faults(document: Mapping[str, Any], public_key: str | None) -> list[str]:
    if document["format"] != FORMAT:
        return [f"不认识的证明格式：{document['format']}"]
    head = document["tree_head"]
    found = [_included(document, head)]
    for later in document.get("later", []):
        if later["entry"]["item"] != document["entry"]["item"]:
            found.append("后续记录不属于同一条信息")
        found.append(_included(later, head))
    if not signature_holds(head=head, signature=document["signature"], public_key=document["public_key"]):
        found.append("树根的签名无效")
    if public_key is not None and public_key != document["public_key"]:
        found.append("签名所用公钥与公布的公钥不一致")
    return [fault for fault in found if fault]


def check_proof(document: Mapping[str, Any], public_key: str | None = None) -> ProofCheck:
    """Check a proof document by itself, and against a public key (base64) that is known from elsewhere, if given.

    Without `public_key` a proof only shows that whoever made it holds *some* key. A malformed document is invalid.
    """
    try:
        reasons = tuple(_faults(document, public_key))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return ProofCheck(valid=False, reasons=("证明文件残缺或格式不对，请重新下载",))
    return ProofCheck(valid=not reasons, reasons=reasons)
