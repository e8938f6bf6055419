"""English and Dutch: the catalogue, the language of this reader, dates and numbers in words.

The English sentence is the key. Dutch stands in `translations/nl/*.po`, one file per part of the
field; they are read when the process starts, so there is nothing to compile.
"""

from __future__ import annotations

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import LazyProxy, NullTranslations, Translations

LANGUAGES = ("en", "nl")
NAMES = {"en": "English", "nl": "Nederlands"}
FOLDER = Path(__file__).parent / "translations"

Message = str | LazyProxy
_language: list[Any] = [lambda: "en"]


def use_language_of(choose: Any) -> None:
    """Set the function that tells the language of whoever is being answered."""
    _language[0] = choose


def language() -> str:
    """The language of whoever is being answered: `en` or `nl`."""
    found: str = _language[0]()
    return found


def catalogue(code: str) -> Catalog:
    """All fragments of one language as one catalogue; a sentence may stand in several of them."""
    merged = Catalog(locale=code)
    for path in sorted((FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id:
                    merged.add(message.id, message.string, context=message.context)
    return merged


@cache
def translations(code: str) -> NullTranslations:
    """The sentences of one language; English is the key itself."""
    if code not in LANGUAGES or code == "en":
        return NullTranslations()
    packed = BytesIO()
    write_mo(packed, catalogue(code))
    packed.seek(0)
    return Translations(packed)


def _(message: str, /, **values: Any) -> str:
    """The sentence in the reader's language, with its values filled in."""
    text: str = translations(language()).ugettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, /, num: int, **values: Any) -> str:
    """The sentence for a number of things; `%(num)s` is the number as the reader writes it."""
    text: str = translations(language()).ungettext(one, many, num)
    return text % {"num": number(num), **values}


def lazy(message: str, /, **values: Any) -> LazyProxy:
    """A sentence that is put into the reader's language when it is shown."""
    return LazyProxy(_, message, enable_cache=False, **values)


def number(value: int | float) -> str:
    """A number as the reader writes it: 1,482 or 1.482."""
    return _number(value, language())


# A tree of pages has hundreds of them, and the same ones over and over.
@lru_cache(maxsize=4096, typed=True)
def _number(value: int | float, code: str) -> str:
    return str(format_decimal(value, locale=code))
