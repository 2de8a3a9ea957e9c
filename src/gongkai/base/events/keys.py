"""Keys of the record: derived from SECRET_KEY (chain code, wrapping), drawn at random (subjects), kept in a file (log).

SECRET_KEY may be changed: put the old one into SECRET_KEY_FALLBACKS and what was made under it stays valid.
"""

from __future__ import annotations

import base64
import functools
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class LogKeyMissing(Exception):
    """The key that signs the public log is gone or unreadable; a new one would break every proof handed out."""


class Undecipherable(Exception):
    """A sealed value does not open under its key: it was tampered with, or SECRET_KEY was replaced."""


@functools.lru_cache(maxsize=32)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"gongkai.events.{purpose}".encode(), "sha256")


def _current(purpose: str) -> bytes:
    return _derived(settings.SECRET_KEY, purpose)


def _all(purpose: str) -> list[bytes]:
    return [_derived(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def _head_text(*, seq: int, hash_: str, log_size: int, log_root: str) -> bytes:
    return f"{seq}:{hash_}:{log_size}:{log_root}".encode()


def head_mac(*, seq: int, hash_: str, log_size: int, log_root: str) -> str:
    text = _head_text(seq=seq, hash_=hash_, log_size=log_size, log_root=log_root)
    return hmac.digest(_current("chain-head"), text, "sha256").hex()


def head_mac_holds(mac: str, *, seq: int, hash_: str, log_size: int, log_root: str) -> bool:
    text = _head_text(seq=seq, hash_=hash_, log_size=log_size, log_root=log_root)
    return any(
        hmac.compare_digest(hmac.digest(key, text, "sha256").hex().encode(), str(mac).encode())
        for key in _all("chain-head")
    )


def _encrypt(key: bytes, text: bytes, bound_to: bytes) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, text, bound_to)).decode()


def _decrypt(key: bytes, token: str, bound_to: bytes) -> bytes:
    try:
        raw = base64.b64decode(token, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise Undecipherable("密文无法解开：内容被改动，或系统密钥已更换而未保留旧密钥") from error


def new_wrapped_key(key_id: str) -> str:
    """Draw a subject key and return it encrypted under the system key, bound to its row."""
    return _encrypt(_current("subject-key"), AESGCM.generate_key(bit_length=256), key_id.encode())


def unwrap(wrapped: str, key_id: str) -> bytes:
    for key in _all("subject-key")[:-1]:
        try:
            return _decrypt(key, wrapped, key_id.encode())
        except Undecipherable:
            continue  # perhaps it was wrapped under an older SECRET_KEY
    return _decrypt(_all("subject-key")[-1], wrapped, key_id.encode())


def seal(key: bytes, text: bytes, *, bound_to: str) -> str:
    return _encrypt(key, text, bound_to.encode())


def unseal(key: bytes, token: str, *, bound_to: str) -> bytes:
    return _decrypt(key, token, bound_to.encode())


def _log_key_path() -> Path:
    return Path(getattr(settings, "LOG_KEY_FILE", None) or Path(settings.DATA_DIR) / "log-key")


def _make_log_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        # A link fails when another process was first; then its key is the one.
        path.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def log_key(*, may_make: bool) -> Ed25519PrivateKey:
    """Return the signing key of the public log; with `may_make`, draw it on first use (file mode 0600)."""
    path = _log_key_path()
    if may_make and not path.exists():
        _make_log_key(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise LogKeyMissing(f"公开日志的签名密钥 {path} 读不出来，请从备份恢复该文件；不要另造新钥") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise LogKeyMissing(f"公开日志的签名密钥 {path} 不是 Ed25519 密钥，请从备份恢复该文件")
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def sign(key: Ed25519PrivateKey, text: bytes) -> str:
    return base64.b64encode(key.sign(text)).decode()
