"""What lies inside an office file, unpacked a little at a time and never more than it may be."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from essp.attachments.extraction.telling import UnreadableError

MOST_UNPACKED = 150_000_000  # bytes of all parts of one file together
MOST_PARTS = 20_000
NUMBER = re.compile(r"(\d+)\.xml$")


class Packed:
    """An office file whose parts are read one after the other. Archives inside are left alone."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_UNPACKED
        self.names = archive.namelist()
        if len(self.names) > MOST_PARTS:
            raise UnreadableError("unpacks")

    def elements(self, name: str, *ends: str) -> Iterator[Element]:
        """The elements of a part with these local names, each when it ends and then let go."""
        if name not in self.names:
            return
        if self._archive.getinfo(name).file_size > self._left:
            raise UnreadableError("unpacks")
        with self._archive.open(name) as part:
            for _event, element in iterparse(_Counted(part, self), events=("end",)):
                if local(element) in ends:
                    yield element
                    element.clear()

    def holds(self, name: str, words: bytes) -> bool:
        """Whether the first bytes of a part hold these."""
        if name not in self.names:
            return False
        with self._archive.open(name) as part:
            return words in part.read(200)

    def numbered(self, pattern: str) -> list[str]:
        """The names of parts that fit, such as slides, by their number."""
        found = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: int((NUMBER.search(name) or [0, 0])[1]))

    def took(self, size: int) -> None:
        """Count bytes that came out. Raises UnreadableError when they are too many."""
        self._left -= size
        if self._left < 0:
            raise UnreadableError("unpacks")


class _Counted(io.RawIOBase):
    """A part of an archive that is counted while it is read."""

    def __init__(self, part: IO[bytes], packed: Packed) -> None:
        self._part, self._packed = part, packed

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most 64 KB at a time."""
        data = self._part.read(65_536 if size < 0 else min(size, 65_536))
        self._packed.took(len(data))
        return data


@contextmanager
def unpacked(path: Path) -> Iterator[Packed]:
    """Open an office file. Raises UnreadableError for one that is broken or unpacks to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield Packed(archive)
    except RuntimeError as fault:
        # What zipfile says of a part behind a password.
        raise UnreadableError("encrypted") from fault
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, NotImplementedError) as fault:
        raise UnreadableError("broken") from fault
    except (ValueError, KeyError, EOFError, OSError) as fault:
        raise UnreadableError("broken") from fault


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]
