"""An address that somebody gave reaches the open internet and nothing behind the site's own door."""

from __future__ import annotations

import socket

import pytest

from essp.core import outgoing


@pytest.mark.parametrize(
    "url",
    [
        "http://push.example.com/a", "https://push.example.com:8443/a", "file:///etc/passwd",
        "gopher://push.example.com/", "https://", "https://name:word@push.example.com/", "https://a b/",
        "https://push.example.com/\r\nHost: x", "https://[::1/", "", "https://x:99999999/",
        "https://push.example.com/" + "a" * 3_000, "https://пример.example/",
    ],
)  # fmt: skip
def test_only_https_at_its_usual_port_is_asked(url: str) -> None:
    assert not outgoing.may_be_asked(url)
    with pytest.raises(outgoing.Unreachable):
        outgoing.post(url, b"", {})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1",
        "255.255.255.255", "::", "nonsense",
    ],
)  # fmt: skip
def test_an_address_of_a_private_network_is_none_of_the_internet(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not outgoing.is_public(address)
    found = [(0, 0, 0, "", ("93.184.215.14", 443)), (0, 0, 0, "", (address, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_all, **_named: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_all: pytest.fail("it was asked"))
    with pytest.raises(outgoing.Unreachable):
        outgoing.post("https://push.example.com/a", b"", {})


def test_what_was_looked_at_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def connect(address: tuple[str, int], _patience: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    found = [(0, 0, 0, "", ("93.184.215.14", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_all, **_named: found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(outgoing.Unreachable, match="ConnectionRefusedError"):
        outgoing.post("https://push.example.com/a", b"", {})
    assert asked == [("93.184.215.14", 443)]
    assert outgoing.is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")
