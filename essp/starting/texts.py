"""The pages to practise on, each with one planned fault, in English and Dutch.

`right` is what a careful reader makes of `wrong`; the fault shows by itself, without knowing the work.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PracticePage:
    """A page to practise on: language, title, text, and the words in it that are wrong, with the cure."""

    key: str
    language: str
    title: str
    text: str
    wrong: str
    right: str


SPACE = {
    "en": ("Practice space", "Try things out here: nothing you do in it counts anywhere else."),
    "nl": ("Oefenruimte", "Probeer hier dingen uit: wat je hier doet, telt nergens mee."),
}

PAGES = (
    PracticePage(
        "hard-hats",
        "en",
        "Where we keep the hard hats",
        "Hard hats hang in the hall, left of the door. Take a white one if you visit, a yellow one if "
        "you work.\n\nThe date inside is when the hat was made must be replaced. After that day, "
        "bring it to the desk.\n",
        "was made must be replaced",
        "must be replaced",
    ),
    PracticePage(
        "first-aid",
        "en",
        "Where the first aid kit is",
        "The kit hangs beside the lift on every floor.\n\n1. Take what you need.\n2. Write on the "
        "list what you took.\n3. Hang the kit back\n\nThe list is checked every Mondey.\n",
        "Mondey",
        "Monday",
    ),
    PracticePage(
        "meeting-rooms",
        "en",
        "How to book a meeting room",
        "Look at the screen beside the door: green is free, red is taken. Press green to take the "
        "room.\n\nA room that nobody enters within within ten minutes is free again.\n",
        "within within",
        "within",
    ),
    PracticePage(
        "helmen",
        "nl",
        "Waar de helmen hangen",
        "De helmen hangen in de gang, links van de deur. Neem een witte als je op bezoek bent, een "
        "gele als je werkt.\n\nDe datum aan de binnenkant is wanneer de helm gemaakt is moet worden "
        "vervangen. Breng hem daarna naar de balie.\n",
        "gemaakt is moet worden",
        "moet worden",
    ),
    PracticePage(
        "ehbo",
        "nl",
        "Waar de EHBO-koffer hangt",
        "De koffer hangt op elke verdieping naast de lift.\n\n1. Neem wat je nodig hebt.\n2. Schrijf "
        "op de lijst wat je hebt genomen.\n3. Hang de koffer terug\n\nDe lijst wordt elke maandach "
        "nagekeken.\n",
        "maandach",
        "maandag",
    ),
    PracticePage(
        "vergaderkamers",
        "nl",
        "Een vergaderkamer reserveren",
        "Kijk op het scherm naast de deur: groen is vrij, rood is bezet. Druk op groen om de kamer "
        "te nemen.\n\nEen kamer waar binnen binnen tien minuten niemand komt, is weer vrij.\n",
        "binnen binnen",
        "binnen",
    ),
)
