"""The built front end as templates see it: addresses of hashed files, and icons from one sprite.

`static/build.mjs` writes `manifest.json` beside the files it builds. A name such as `app.css` stands
for the file whose content it had at that build, so browsers may keep it for ever.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from markupsafe import Markup

SPRITE = "icons.svg"


class FrontEndMissingError(RuntimeError):
    """The front end was never built, or lacks a file that a template asks for."""


@dataclass(frozen=True)
class Assets:
    """The files in `folder` (where `manifest.json` lies), served under the address `prefix`."""

    folder: Path
    prefix: str

    @cached_property
    def manifest(self) -> dict[str, str]:
        """Public name to built name, as in `{"app.css": "app-1a2b3c.css"}`."""
        try:
            names: dict[str, str] = json.loads((self.folder / "manifest.json").read_bytes())
        except FileNotFoundError as missing:
            raise FrontEndMissingError(
                f"The front end is not built: {self.folder}/manifest.json is missing. "
                "Run `make setup`."
            ) from missing
        return names

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The names of the icons that the sprite holds."""
        sprite = (self.folder / self.manifest[SPRITE]).read_text()
        return frozenset(re.findall(r'id="i-([a-z0-9-]+)"', sprite))

    def url(self, name: str) -> str:
        """The address of a built file, for example `/static/dist/app-1a2b3c.css` for `app.css`."""
        try:
            return f"{self.prefix.rstrip('/')}/{self.manifest[name]}"
        except KeyError:
            raise FrontEndMissingError(
                f"The front end has no file named {name}. Run `make setup` to build it again."
            ) from None

    def icon(self, name: str, cls: str = "", label: str | None = None) -> Markup:
        """One icon as inline SVG; without a label it is decoration and hidden from screen readers.

        `cls` is a size such as `i--16`; `name` is a Lucide name.
        """
        return _drawn(self.url(SPRITE), name, cls, label)


@lru_cache(maxsize=2048)
def _drawn(sprite: str, name: str, cls: str, label: str | None) -> Markup:
    meaning = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="{}" {}><use href="{}#i-{}"/></svg>').format(
        f"i {cls}".strip(), meaning, sprite, name
    )
