"""The engine's names, imported in one place.

Its source is of 2016 and makes today's compiler warn; all its modules that are loaded late by
itself are loaded here, so that no warning ever reaches a log or stops a test.
"""

import warnings
from importlib import import_module

LOADED_LATE = (
    "automata.fsa", "automata.lev", "codec.whoosh3", "collectors", "lang.snowball", "qparser"
)  # fmt: skip

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for name in LOADED_LATE:
        import_module(f"whoosh.{name}")
    from whoosh import columns, fields
    from whoosh.analysis import IDAnalyzer
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import FileIndex
    from whoosh.query import Phrase as Sequence
    from whoosh.reading import SegmentReader, TermNotFound

__all__ = [
    "FileIndex",
    "FileStorage",
    "IDAnalyzer",
    "SegmentReader",
    "Sequence",
    "TermNotFound",
    "columns",
    "fields",
]
