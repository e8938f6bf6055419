"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class FileAttached(Fact):
    """A file was put into a space."""

    space_id: int
    attachment_id: int
