"""Words as search sees them: folded, cut from running text, and told apart from function words.

Everything that compares a query with a text goes through here, so that the index, the query
language, the quick switcher and the marked passages agree on what a word is.
"""

import re
import unicodedata

LONGEST_WORD = 48

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARKS = re.compile("[\u0300-\u036f\ud800-\udfff'’]")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _listed(
    """a about after all also an and any are as at be because been before being both but by can could
    did do does each for from had has have he her here him his how i if in into is it its just me
    more most my no not of on only or other our out over own same she should so some such than that
    the their them then there these they this those to too up us was we were what when where which
    while who why will with would you your"""
)
DUTCH = _listed(
    """aan al alleen alles als bij dan dat de deze die dit door dus een en er geen ging haar had heb
    hebben heeft hem het hier hij hoe hun iets ik in is ja je kan kon kunnen maar me mee meer men met
    mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over te tegen toch toen tot
    u uit uw van veel voor want waren was wat we wel werd wie wij wil worden wordt ze zelf zich zij
    zijn zo zonder zou"""
)
FUNCTION_WORDS = ENGLISH | DUTCH


def fold(text: str) -> str:
    """The text in one form: compatibility characters resolved, lower case, no accents."""
    if text.isascii():
        return text.lower().replace("'", "")
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words(text: str) -> list[str]:
    """The folded words of a text in reading order, each at most `LONGEST_WORD` characters."""
    if text.isascii():
        # The same at once: what is folded one by one is letters beyond these.
        found = WORD.findall(text.lower())
        if "'" in text:
            found = [word.replace("'", "") for word in found]
        return [word[:LONGEST_WORD] for word in found]
    return [word for found in WORD.findall(text) if (word := fold(found)[:LONGEST_WORD])]


def squeezed(text: str) -> str:
    """The folded text with single spaces: the form in which two titles count as the same."""
    return " ".join(fold(text).split())[:200]
