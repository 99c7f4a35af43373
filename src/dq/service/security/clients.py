"""Who counts as one client, by the address that requests come from."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final

_NETWORK: Final = 64


@lru_cache(maxsize=4096)
def client_of(address: str) -> str:
    """What all addresses of one client have in common: of IPv6 anybody is given as many as there are in a network.

    Example: `client_of("2001:db8::7")` → `"2001:db8::/64"`, of "192.0.2.1" the address itself.
    """
    try:
        parsed = ip_address(address)
    except ValueError:  # whatever a proxy names
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _NETWORK), strict=False))
