"""Private servers for tests: started on free ports or sockets, ended with the run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text


def _binary(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        pytest.skip(f"PostgreSQL is not installed ({name} is missing; Debian package: postgresql)")
    return path


def another_database(address: str, folder: Path) -> str:
    """The address of a further empty database: on the same server, or in a file in `folder`."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return f"sqlite:///{folder / 'essp.db'}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE another"))
    engine.dispose()
    return url.set(database="another").render_as_string(hide_password=False)


@contextmanager
def postgresql() -> Iterator[str]:
    """A private PostgreSQL on a Unix socket; yields its SQLAlchemy address."""
    # A socket's path may have 107 characters at most, and the folders of pytest are closed to other
    # accounts each time a run begins: the server has a folder of its own.
    folder = Path(tempfile.mkdtemp(prefix="essp-"))
    owner = _unprivileged(folder)
    run = {"capture_output": True, "user": owner, "cwd": "/"}
    data = folder / "data"
    subprocess.run(
        [
            _binary("initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "essp",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        check=True,
        **run,
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
    control = [_binary("pg_ctl"), "-D", str(data), "-w", "-s"]
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, **run)
    try:
        yield f"postgresql+psycopg://essp@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, **run)
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL does not run as root: give the folder to somebody else then."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, account.pw_uid, account.pw_gid)
        return name
    pytest.skip("PostgreSQL needs an account that is not root")
