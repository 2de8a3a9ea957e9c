"""Where calls may go: addresses as they are registered, and again at the moment of the call."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from gongkai.doors.exchange.permissions import Refused


def check_base_url(url: str) -> str:
    """Return the address without its closing slash. Raises Refused for what could lead calls somewhere unintended."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Refused("接口地址写法不对，应形如 https://oa.example.cn/exchange。") from error
    del port
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Refused("接口地址应以 https:// 或 http:// 开头，并写明主机名。")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise Refused("接口地址中不能带用户名、密码、? 或 #。")
    check_host(parts.hostname)
    return url.strip().rstrip("/")


def check_host(host: str) -> None:
    """Refuse addresses that no partner has: link-local (where clouds keep their credentials), multicast, unspecified."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return
    mapped = getattr(address, "ipv4_mapped", None)
    address = mapped or address
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        raise Refused(f"{host} 不是可以对接的地址，请填写对方系统的域名或固定地址。")
