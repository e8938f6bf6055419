"""Of a mail that answers another one remain the words of whoever wrote it, all of them."""

from __future__ import annotations

import pytest

from essp.core.mail_html import text_of
from essp.core.mail_quotes import broken_where_meant, own_words

OURS = (
    "> Edited by Femke de Boer.\n>\n> When is the outage planned?\n> https://wiki.example.org/t/abc"
)
TOP = {
    "Gmail, Dutch": (
        "Donderdag om tien uur.\n\nOp di 17 nov 2026 om 10:11 schreef Kantlijn <reply+abc@example.org>:\n\n"
        + OURS
    ),
    "Gmail, a line that was wrapped": (
        "Donderdag om tien uur.\n\nOn Tue, 17 Nov 2026 at 10:11, Femke de Boer (via Kantlijn)\n"
        "<reply+abc@example.org> wrote:\n\n" + OURS
    ),
    "Apple Mail, Dutch": (
        "Donderdag om tien uur.\n\n> Op 17 nov 2026, om 10:11 heeft Kantlijn <reply+abc@example.org>"
        " het volgende geschreven:\n> \n" + OURS
    ),
    "Apple Mail, English": (
        "Donderdag om tien uur.\n\n> On 17 Nov 2026, at 10:11, Kantlijn <reply+a@example.org> wrote:\n"
        + OURS
    ),
    "a phone": "Donderdag om tien uur.\n\nVerstuurd vanaf mijn iPhone\n\n> Op 17 nov. 2026 om 10:11 heeft "
    "Kantlijn <reply+abc@example.org> het volgende geschreven:\n> \n" + OURS,
    "a phone, English": "Donderdag om tien uur.\n\nSent from my iPhone\n\n" + OURS,
    "Outlook, Dutch": (
        "Donderdag om tien uur.\n\nMet vriendelijke groet,\n\nRuben Haak\nBedrijfsvoering\nT 026 123 45 67\n\n"
        "Van: Kantlijn <reply+abc@example.org>\nVerzonden: dinsdag 17 november 2026 10:11\n"
        "Aan: Ruben Haak\nOnderwerp: Storing\n\nWhen is the outage planned?"
    ),
    "Outlook, English, with a rule": (
        "Donderdag om tien uur.\n\n________________________________\nFrom: Kantlijn <reply+abc@example.org>\n"
        "Sent: Tuesday, November 17, 2026 10:11 AM\nTo: Ruben Haak\nSubject: Outage\n\nWhen?"
    ),
    "Outlook with fields in bold": (
        "Donderdag om tien uur.\n\n*Van:* Kantlijn\n*Verzonden:* dinsdag 17 november\n*Aan:* Ruben\n"
        "*Onderwerp:* Storing\n\nWhen?"
    ),
    "an older Outlook": (
        "Donderdag om tien uur.\n\n-----Oorspronkelijk bericht-----\nVan: Kantlijn\nAan: Ruben\n\nWhen?"
    ),
    "Outlook on a Mac, nothing marked": (
        "Donderdag om tien uur.\n\nOn 17/11/2026, 10:11, \"Kantlijn\" <reply+abc@example.org> wrote:\n\n"
        "When is the outage planned?"
    ),
    "Thunderbird": (
        "Donderdag om tien uur.\n\n-- \nRuben Haak\n\nOp 17-11-2026 om 10:11 schreef Kantlijn:\n" + OURS
    ),
    "a sender before the verb": (
        "Donderdag om tien uur.\n\nKantlijn <reply+abc@example.org> schreef op 17 november:\n" + OURS
    ),
    "below the quote": "Op di 17 nov 2026 om 10:11 schreef Kantlijn <r@example.org>:\n" + OURS + "\n\n"
    "Donderdag om tien uur.\n",
    "a closing without punctuation": "Donderdag om tien uur.\n\nGroetjes\nRuben\n\n" + OURS,
    "a disclaimer": "Donderdag om tien uur.\n\nMet vriendelijke groeten,\nRuben\n\nDit bericht is vertrouwelijk en "
    "uitsluitend bestemd voor de geadresseerde. Denk aan het milieu voordat u dit afdrukt.\n",
    "a thousand lines of signature": "Donderdag om tien uur.\n-- \n" + "Ruben Haak\n" * 1000,
    "blanks that do not break": "Donderdag\xa0om tien uur.\r\n\r\n" + OURS.replace("\n", "\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("form", TOP)
def test_what_a_program_adds_to_an_answer_is_left_out(form: str) -> None:
    assert own_words(TOP[form]) == "Donderdag om tien uur."


KEPT = [
    "On Monday the committee wrote:\nwe will not pay.\n\nI think 2026 is early.",
    "I agree.\n\nFrom: the top of the mast\nto: the ground it is 80 m.",
    "Two things.\n\nBest,\nthe second option is best, but who pays?\nWho decides?",
    "Regards are due to Femke.\n\nP.S. see below.",
    "Thanks,\nthat helps.\n\nBut what of the transformer in Tilburg? I cannot find it anywhere in the drawings.",
    "Met vriendelijke groet,\nRuben\n\nP.S. Vergeet de sleutel niet.",
    "Title\n--\ntext below a line " + "of words " * 20 + "end",
    "See:\n\n---------- Forwarded message ---------\nFrom: Grid operator\nDate: Tue\nSubject: Outage\nTo: me\n\n"
    "It is on Thursday.",
    "Op de 2026 lijst staat hij niet. Wie schreef dat?",
    "- one\n- two\n\n```\nvan: a\n```",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_words_that_may_be_somebodys_own_are_kept(text: str) -> None:
    assert own_words(text) == text


def test_an_answer_point_by_point_keeps_what_it_answers() -> None:
    text = (
        "Op di 17 nov 2026 om 10:11 schreef Kantlijn <r@example.org>:\n"
        "> Wanneer?\n\nDonderdag.\n\n> Waar?\n\nIn Tilburg.\n\n> https://wiki.example.org\n"
    )
    assert own_words(text) == "> Wanneer?\n\nDonderdag.\n\n> Waar?\n\nIn Tilburg."
    long = "> a\n" * 30 + "\nYes.\n\n> b\n\nNo.\n"
    assert own_words(long).startswith("> …\n> a\n")
    assert own_words(long).count("> a") == 12


@pytest.mark.parametrize(
    "text", ["", "> only a quote\n", "-- \nRuben", "Sent from my iPhone\n\n" + OURS]
)
def test_a_mail_without_own_words_has_none(text: str) -> None:
    assert own_words(text) == ""


HTML = {
    "Gmail": '<div dir="ltr">Donderdag om <b>tien</b> uur.</div><br><div class="gmail_quote"><div class='
    '"gmail_attr">Op di 17 nov 2026 om 10:11 schreef Kantlijn &lt;r@x.org&gt;:<br></div><blockquote>When?'
    "</blockquote></div>",
    "Outlook": '<style>p{color:red}</style><p class="MsoNormal">Donderdag om tien uur.</p><div id="appendonsend">'
    '</div><hr><div id="divRplyFwdMsg"><b>Van:</b> Kantlijn<br><b>Aan:</b> Ruben</div><p>When?</p>',
    "Apple": "<html><head><title>x</title></head><body>Donderdag om tien uur.<br><br><blockquote type=cite>"
    "<p>When?</p></blockquote></body></html>",
}  # fmt: skip


@pytest.mark.parametrize("form", HTML)
def test_a_mail_of_html_alone_is_read_as_its_program_shows_it(form: str) -> None:
    assert own_words(text_of(HTML[form])) == "Donderdag om tien uur."


def test_html_keeps_paragraphs_and_lists() -> None:
    html = "<p>One\n two</p><ul><li>a</li><li>b</li></ul><p>Last<br>line</p>"
    assert text_of(html) == "One two\n\n- a\n- b\n\nLast\nline"


def test_lines_break_where_they_were_ended_by_hand() -> None:
    long = "This line was wrapped by a program because it had become too long"
    assert broken_where_meant(f"Stationsweg 1\nArnhem\n\n{long}\nand goes on.") == (
        f"Stationsweg 1  \nArnhem\n\n{long}\nand goes on."
    )
    assert broken_where_meant("Bring:\n- a key\n- a lamp") == "Bring:\n- a key\n- a lamp"
