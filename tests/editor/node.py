"""The visual editor's reading and writing, run without a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    NODE is None or not (ROOT / "node_modules" / "prosemirror-model").exists(),
    reason="Node or its packages are not here: make setup",
)


def asked(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers of `sources.mjs` to some cases."""
    assert NODE
    done = subprocess.run(
        [NODE, str(Path(__file__).with_name("sources.mjs"))],
        input=json.dumps(cases), capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
