"""Sentences for a number of things, put into the reader's language when they are shown."""

from __future__ import annotations

from babel.support import LazyProxy

from essp.core import i18n


def ngettext(one: str, many: str, num: int, **values: str) -> LazyProxy:
    """The sentence for a number of things, in the language of whoever reads it in the end."""
    return LazyProxy(i18n.ngettext, one, many, num, enable_cache=False, **values)
