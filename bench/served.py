"""The production server as a process of its own, and what it takes of the machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """The running server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """Resident megabytes of the process that answers."""
        return sum(_resident(each) for each in _family(self.process.pid)) // 1024

    def processor_time(self) -> float:
        """Seconds of processor time it took so far."""
        ticks = sum(_ticks(each) for each in _family(self.process.pid))
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(folder: Path, more: Mapping[str, str]) -> Iterator[Server]:
    """The production server on that folder and a free port, with its worker."""
    port = _free_port()
    settings = {
        "ESSP_DATA": str(folder), "ESSP_PORT": str(port), "ESSP_URL": f"http://127.0.0.1:{port}",
        "ESSP_LOG_LEVEL": "error", **more,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "essp.cli", "serve"],
        env={**_bare(), **settings}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    server = Server(port, process)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(45)
        except subprocess.TimeoutExpired:
            process.kill()


def _bare() -> dict[str, str]:
    return {name: text for name, text in os.environ.items() if not name.startswith("ESSP_")}


def _wait_for(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.process.poll() is None:
        try:
            urllib.request.urlopen(f"{server.url}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _resident(pid: int) -> int:
    """Kilobytes of memory that are this process's own, as the kernel counts them."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    found = re.search(r"Pss:\s+(\d+) kB", rollup)
    return int(found[1]) if found else 0


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
