"""Web push: what a browser's push service is sent, so that it can neither read nor make it up.

The content is encrypted for the one browser (RFC 8291, in the form of RFC 8188), and each request
is signed with the key of this site (RFC 8292), which is made once and kept in the data folder.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from essp.core import clock

Key = ec.EllipticCurvePrivateKey
CURVE = ec.SECP256R1()
RECORD = 4096
POINT, SECRET = 65, 16  # bytes of a public key and of what a browser shares with us
LASTING = 12 * 60 * 60  # seconds for which a signature holds
KEPT = 24 * 60 * 60  # seconds for which a push service keeps what it cannot deliver


def site_key(path: Path) -> Key:
    """The key of this site, made at the first time it is asked for."""
    if not path.exists():
        made = ec.generate_private_key(CURVE).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _keep(path, made)
    found = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(found, Key):
        raise ValueError(f"{path.name} is not a key of this kind")
    return found


def public_words(key: Key) -> str:
    """The public half of a key, as browsers take it."""
    return _encoded(_point(key.public_key()))


def is_browser_key(p256dh: str, auth: str) -> bool:
    """Whether these are what a browser gives out: a point of the curve and a secret."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _decoded(p256dh))
        return len(_decoded(p256dh)) == POINT and len(_decoded(auth)) == SECRET
    except ValueError:
        return False


def encrypted(content: bytes, p256dh: str, auth: str) -> bytes:
    """The content as only the browser with these keys can read it."""
    theirs = _decoded(p256dh)
    own = ec.generate_private_key(CURVE)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    mine, salt = _point(own.public_key()), os.urandom(16)
    secret = _derived(shared, _decoded(auth), b"WebPush: info\0" + theirs + mine, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, content + b"\x02", None)


def headers(endpoint: str, key: Key, contact: str) -> Mapping[str, str]:
    """What is sent along with encrypted content: newer news takes the place of what still waits."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(clock.now().timestamp()) + LASTING,
        "sub": contact,
    }
    said = ".".join(
        _encoded(json.dumps(each, separators=(",", ":")).encode())
        for each in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signed = _encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return {
        "Authorization": f"vapid t={said}.{signed}, k={public_words(key)}",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Topic": "news",
        "Urgency": "normal",
    }


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(words: str) -> bytes:
    return urlsafe_b64decode(words + "=" * (-len(words) % 4))


def _keep(path: Path, content: bytes) -> None:
    """Write a key that appears whole, unless another process was first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    with suppress(FileExistsError):
        os.link(own, path)
    own.unlink()
