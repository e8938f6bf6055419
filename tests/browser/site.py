"""A site of its own for the browser's stories: filled, served by `essp serve`, ended with the run."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.slowness import SERVING

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180


@dataclass
class Site:
    """A served site: its address, and what its content is called."""

    data: Path
    port: int
    known: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve, and wait until the site answers."""
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", SERVING, "serve"],
                cwd=ROOT, env=self._settings(), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.data / "serve.log").read_text())
            time.sleep(0.1)

    def read_setup_link(self) -> None:
        """Keep the token of the link that an empty site prints when it starts."""
        told = (self.data / "serve.log").read_text()
        self.known["setup"] = told.rsplit("/setup/", 1)[1].split()[0]

    def stop(self) -> None:
        """End the server; what it keeps stays."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def take(self, module: str, kept: Path) -> None:
        """Take a copy of this content, which the first of several processes writes in `kept`."""
        kept.mkdir(exist_ok=True)
        with (kept / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (kept / "known.json").exists():
                first = Site(kept / "data", self.port)
                first.data.mkdir()
                (kept / "templates").mkdir()  # compiled once for all of them
                (first.data / "templates").symlink_to(kept / "templates")
                first.fill(module)
                (kept / "known.json").write_text(json.dumps(first.known))
        shutil.copytree(kept / "data", self.data, symlinks=True, dirs_exist_ok=True)
        self.known |= json.loads((kept / "known.json").read_text())

    def fill(self, module: str) -> None:
        """Let a module write the content into the data folder, and keep what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, str(self.data)],
            cwd=ROOT, env=self._settings(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        self.known |= json.loads(done.stdout.splitlines()[-1])

    def _settings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ESSP_")}
        own = {"ESSP_DATA": str(self.data), "ESSP_PORT": str(self.port), "ESSP_URL": self.url}
        return kept | own

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(
    folder: Path, content: str | None = "tests.browser.content", *, kept: Path | None = None
) -> Iterator[Site]:
    """A site with this content (None for an empty one), served until the context ends. Processes
    that give the same folder `kept` have it written once."""
    site = Site(folder, free_port())
    if content and kept:
        site.take(content, kept)
    elif content:
        site.fill(content)
    site.start()
    if not content:
        site.read_setup_link()
    try:
        yield site
    finally:
        site.stop()
