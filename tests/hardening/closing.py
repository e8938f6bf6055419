"""A folder that cannot be written to, for root neither.

Root writes wherever it likes by a right of its own (`CAP_DAC_OVERRIDE`, capabilities(7)). Linux lets
each thread lay that right down and take it up again; without it the modes of files bind root too.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VERSION_3 = 0x20080522
DAC_OVERRIDE = 1 << 1
WRITE = 0o222


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Nothing in the folder can be made, changed or removed by this thread meanwhile."""
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
    for path, mode in modes.items():
        path.chmod(mode & ~WRITE)
    try:
        with _bound_by_modes():
            if os.access(folder, os.W_OK, effective_ids=True):
                pytest.skip("the modes of files bind nobody here")
            yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


@contextmanager
def _bound_by_modes() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    before = _rights()
    _take(_Data(before[0].effective & ~DAC_OVERRIDE, before[0].permitted), before[1])
    try:
        yield
    finally:
        _take(*before)


def _rights() -> tuple[_Data, _Data]:
    """The rights of this thread: what is in force, and what may be."""
    found = (_Data * 2)()
    if _libc().capget(ctypes.byref(_Header(VERSION_3, 0)), found):
        pytest.skip("the rights of root cannot be told apart here")
    return found[0], found[1]


def _take(*rights: _Data) -> None:
    if _libc().capset(ctypes.byref(_Header(VERSION_3, 0)), (_Data * 2)(*rights)):
        raise OSError(ctypes.get_errno(), "the rights of this thread could not be changed")


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "capget"):
        pytest.skip("the rights of root cannot be told apart here")
    return libc
