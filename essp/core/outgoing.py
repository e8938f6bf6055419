"""Asking another server for something, when its address was given by somebody.

Only HTTPS at its usual port, only hosts whose every address is public; the address that was looked at
is the one connected to, so that a name cannot mean another one a moment later. Redirects are not
followed, nothing of ours is sent along, and no more than a little of the answer is read.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

PATIENCE = 10.0  # seconds for each step
LONGEST = 2_000  # characters of an address
READ = 4_096  # bytes of an answer


class Unreachable(RuntimeError):
    """The other server did not answer, or is not one that may be asked."""


def may_be_asked(url: str) -> bool:
    """Whether an address has the form of one that may be asked; its host is looked up when it is."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST
    named = bool(parts.hostname) and parts.username is None and parts.password is None
    return plain and named and parts.scheme == "https" and port in {None, 443}


def post(url: str, content: bytes, headers: Mapping[str, str]) -> int:
    """Send something and give the status of the answer. Raises Unreachable."""
    if not may_be_asked(url):
        raise Unreachable("not an HTTPS address at its usual port")
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection = _Pinned(host, _public_address(host))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, content, dict(headers))
        answer = connection.getresponse()
        answer.read(READ)
        return answer.status
    except (OSError, HTTPException) as fault:
        raise Unreachable(type(fault).__name__) from fault
    finally:
        connection.close()


def _public_address(host: str) -> str:
    """The first address of a host, when all of them are public."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise Unreachable("no such host") from fault
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(is_public(each) for each in addresses):
        raise Unreachable("not a public host")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, whatever form it is written in."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = _translated(found) or found.ipv4_mapped or found.sixtofour
        inner = inner or (found.teredo or (None, None))[1]
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast


def _translated(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address of the older kind that a network reaches under this one (RFC 6052)."""
    within = found in ipaddress.ip_network("64:ff9b::/96")
    return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if within else None


class _Pinned(HTTPSConnection):
    """A connection to one address, for the name that its certificate must be of."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host, 443, timeout=PATIENCE, context=ssl.create_default_context())
        self._address = address

    def connect(self) -> None:
        """Connect to the address that was looked at."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]
