"""Which network addresses a link may lead us to: what the whole internet can reach, and nothing inside. No Django."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

WEB_PORTS = frozenset({80, 443, 8080, 8443})
# Ranges that carry another address inside them: the inner one might be ours.
_WRAPPING = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))

# Says whether a connection to this address and port may be made.
Guard = Callable[[str, int], bool]


def public_only(address: str, port: int) -> bool:
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif any(ip in net for net in _WRAPPING):
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and port in WEB_PORTS


def is_literal(host: str) -> bool:
    """Return whether a host is written as an address: such a verdict needs no second look on another day."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
