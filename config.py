"""Every setting of an installation: the only module that reads the environment.

Each field of `Settings` is one environment variable with its type, default and one sentence. A value
that cannot be understood stops the start with the variable's name and what it expects.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones


class ConfigurationError(ValueError):
    """A setting that cannot be used; the message names the variable and what it expects."""


def _text(value: str) -> str:
    return value


def _path(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _flag(value: str) -> bool:
    answers = {"1": True, "yes": True, "true": True, "on": True}
    answers |= {"0": False, "no": False, "false": False, "off": False, "": False}
    try:
        return answers[value.strip().lower()]
    except KeyError:
        raise ValueError("yes or no") from None


def _between(low: int, high: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError(f"a whole number from {low} to {high}") from None
        if not low <= number <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return number

    return parse


def _period(value: str) -> int:
    if value == "0":
        return 0
    try:
        return _between(10, 3600)(value)
    except ValueError:
        raise ValueError("0 or a whole number of seconds from 10 to 3600") from None


def _one_of(*names: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in names:
            raise ValueError("one of " + ", ".join(names))
        return value

    return parse


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (
        parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment
    ):
        raise ValueError("a web address such as https://wiki.example.org")
    return value.rstrip("/")


def _database(value: str) -> str:
    if not value or value.startswith(("sqlite:///", "postgresql+psycopg://")):
        return value
    if value.startswith("postgresql://"):
        return value.replace("postgresql://", "postgresql+psycopg://", 1)
    raise ValueError("sqlite:///FILE or postgresql://NAME:PASSWORD@HOST/DATABASE")


def _mail_server(value: str) -> str:
    if value and urlsplit(value).scheme not in {"smtp", "smtps"}:
        raise ValueError("smtp://HOST:PORT or smtps://NAME:PASSWORD@HOST:PORT")
    return value


def _mailbox(value: str) -> str:
    parts = urlsplit(value)
    if value and not (parts.scheme in {"imap", "imaps"} and parts.hostname and parts.username):
        raise ValueError("imaps://NAME:PASSWORD@HOST:PORT/FOLDER")
    return value


def _reply_address(value: str) -> str:
    local, at, host = value.partition("@")
    if value and (not at or not local or not host or len(local) > 20 or "+" in local):
        raise ValueError(
            "an address such as reply@wiki.example.org, with at most 20 letters before @"
        )
    return value.lower()


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("a time zone name such as Europe/Amsterdam")
    return value


def setting(parse: Callable[[str], Any], default: str, about: str) -> Any:
    """Declare one setting: how its text is understood, its default text and its sentence."""
    return field(default_factory=lambda: parse(default), metadata={"parse": parse, "about": about})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings of one installation; `ESSP_` and the upper-case field name is the variable."""

    data: Path = setting(_path, "instance", "Folder of everything that is not code.")
    database: str = setting(
        _database, "", "Database address; empty means SQLite in the data folder."
    )
    name: str = setting(_text, "Kantlijn", "Name of the site, as people see it.")
    url: str = setting(
        _web_address, "", "Address in mails and feeds; empty means where `essp serve` listens."
    )
    host: str = setting(_text, "127.0.0.1", "Address that `essp serve` listens on.")
    port: int = setting(_between(1, 65535), "8000", "Port that `essp serve` listens on.")
    secret_key: str = setting(_text, "", "Signs cookies; empty means one kept in the data folder.")
    worker: str = setting(
        _one_of("embedded", "separate"),
        "embedded",
        "Who does background work: the web process or `essp worker`.",
    )
    mail_server: str = setting(
        _mail_server, "", "SMTP server; empty means mails are written to a folder."
    )
    mail_from: str = setting(_text, "kantlijn@localhost", "Sender of mails.")
    mail_replies: str = setting(
        _reply_address,
        "",
        "Address to which conversations are answered by mail, with anything behind a + in it.",
    )
    mailbox: str = setting(
        _mailbox, "", "IMAP mailbox from which the worker takes answers by mail."
    )
    mailbox_seconds: int = setting(
        _period,
        "60",
        "Seconds between two looks of the worker into the mailbox; 0: only `essp mail fetch` looks.",
    )
    language: str = setting(_one_of("en", "nl"), "en", "Language where nobody chose one.")
    timezone: str = setting(_timezone, "Europe/Amsterdam", "Time zone in which times are shown.")
    proxies: int = setting(
        _between(0, 5), "0", "Reverse proxies in front, whose headers are trusted."
    )
    session_days: int = setting(
        _between(1, 365), "30", "Days after which a sign-in ends by itself."
    )
    idle_days: int = setting(_between(1, 365), "14", "Days without use after which a sign-in ends.")
    sign_in_attempts: int = setting(
        _between(1, 1000), "10", "Wrong passwords for one name in 15 minutes before it must wait."
    )
    lines: int = setting(
        _between(0, 5000),
        "200",
        "Open pages that hear at once what others do; each takes a thread.",
    )
    limits_storage: str = setting(_text, "memory://", "Where throttling counts are kept.")
    log_level: str = setting(
        _one_of("debug", "info", "warning", "error"), "info", "Least important log line written."
    )
    file_megabytes: int = setting(
        _between(1, 2000), "20", "Largest file that can be put on a page, in MB."
    )
    metrics_token: str = setting(
        _text,
        "",
        "Token by which Prometheus reads `/metrics`; empty means there is no such address.",
    )
    demonstration: bool = setting(_flag, "no", "Show how to sign in to the demonstration.")
    testing: bool = setting(_flag, "no", "Run under the test suite.")

    def __post_init__(self) -> None:
        """Without an address of its own the site is where it listens."""
        if not self.url:
            host = _reached_at(self.host)
            object.__setattr__(self, "url", f"http://{host}:{self.port}")

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database or f"sqlite:///{self.data / 'essp.db'}"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which times are shown."""
        return ZoneInfo(self.timezone)

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are only ever sent over HTTPS."""
        return self.url.startswith("https://")

    def secret(self) -> str:
        """The key that signs cookies, made once and kept in the data folder if none is set."""
        return self.secret_key or _kept_secret(self.data / "secret_key")


def make_data_folder(settings: Settings) -> None:
    """Make the data folder, private to this account. Raises ConfigurationError where it cannot be."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable_data(settings, error.strerror) from error


def see_writable(settings: Settings) -> None:
    """Raise ConfigurationError where this account may not write what the data folder holds."""
    for path in (settings.data, settings.data / "essp.db"):
        if path.exists() and not os.access(path, os.W_OK):
            raise _unusable_data(settings, f"{path.name} is not writable")


def _unusable_data(settings: Settings, why: str | None) -> ConfigurationError:
    return ConfigurationError(
        f"ESSP_DATA is '{settings.data}'; it expects a folder that this account may write ({why})."
    )


def _reached_at(host: str) -> str:
    """How a browser on this machine names a host that is listened on."""
    with suppress(ValueError):
        address = ip_address(host)
        if address.is_unspecified:
            return "127.0.0.1"
        return f"[{host}]" if address.version == 6 else host
    return host


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def load(environment: Mapping[str, str] | None = None, **chosen: object) -> Settings:
    """Read the settings from the environment; what is `chosen` by field goes before it, unless None.

    Raises ConfigurationError, naming every variable that cannot be used and what it expects.
    """
    environment = dict(os.environ if environment is None else environment)
    environment |= {variable_of(name): str(v) for name, v in chosen.items() if v is not None}
    values: dict[str, Any] = {}
    wrong: list[str] = []
    known = {variable_of(each.name): each for each in fields(Settings)}
    for variable, text in environment.items():
        if not variable.startswith("ESSP_") or variable.startswith("ESSP_TEST_"):
            continue
        if variable not in known:
            wrong.append(f"{variable} is not a setting.")
            continue
        try:
            values[known[variable].name] = known[variable].metadata["parse"](text)
        except ValueError as error:
            wrong.append(f"{variable} is {text!r}; it expects {error}.")
    if wrong:
        raise ConfigurationError(" ".join(sorted(wrong)))
    return Settings(**values)


def variable_of(name: str) -> str:
    """The environment variable of a field of `Settings`."""
    return "ESSP_" + name.upper()
