"""Which web addresses may be asked: public ones, by http or https, and what they resolve to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

import httpx2

from pipeline.errors import InputRejected
from pipeline.schema import RejectionReason

__all__ = ["GuardedTransport", "check_url"]

_LONGEST_URL = 2000
_PORTS = {"http": 80, "https": 443}


def check_url(url: str, name: str) -> httpx2.URL:
    """The address, parsed.

    Raises:
        InputRejected: ``address`` where it is none, neither http nor https, longer than 2,000
            characters, or holds a user name or password.
    """
    try:
        parsed = httpx2.URL(url) if len(url) <= _LONGEST_URL else None
    except (httpx2.InvalidURL, ValueError):
        parsed = None
    if parsed is None or parsed.scheme not in _PORTS or not parsed.host:
        raise _refusal(name, f"{url[:100]!r} is no web address", "one of http or https")
    if parsed.userinfo:
        found = "the web address holds a user name or password"
        raise _refusal(name, found, "a public address without them")
    return parsed


def _refusal(name: str, found: str, expected: str) -> InputRejected:
    return InputRejected(
        RejectionReason.ADDRESS, f"{name}: {found}; expected {expected}: correct the source"
    )


class GuardedTransport(httpx2.BaseTransport):
    """Connects to the very address that was checked, so that a name cannot change its mind.

    Args:
        allow_private: whether loopback, private, link-local and reserved addresses may be asked.
        inner: sends the request.
    """

    def __init__(self, *, allow_private: bool, inner: httpx2.BaseTransport | None = None) -> None:
        self._allow_private = allow_private
        self._inner = inner or httpx2.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, if its host is public.

        Raises:
            InputRejected: ``address``.
            httpx2.ConnectError: the host's name cannot be resolved.
        """
        host = request.url.host
        found = _resolve(host, request.url.port or _PORTS[request.url.scheme])
        if not self._allow_private:
            _demand_public(found, str(request.url), host)
        # The certificate is that of the name, and so is the Host header, which is set already.
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=found[0])
        return self._inner.handle_request(request)

    def close(self) -> None:
        """Close all connections."""
        self._inner.close()


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx2.ConnectError(f"the name {host} cannot be resolved") from error
    # Addresses of IPv4 first: hosts without a route to IPv6 are many.
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return [str(entry[4][0]) for entry in ordered]


def _demand_public(addresses: Iterable[str], name: str, host: str) -> None:
    for address in addresses:
        number = ipaddress.ip_address(address.partition("%")[0])
        mapped = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None)
        for one in (number, mapped):
            if one is not None and (not one.is_global or one.is_multicast):
                raise _refusal(
                    name,
                    f"{host} is at {address}, which is not on the public internet",
                    "a public address (or `fetch.allow_private_addresses: true`)",
                )
