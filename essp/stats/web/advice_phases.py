"""What helps in each phase of a space."""

from __future__ import annotations

from collections.abc import Mapping

from essp.core.i18n import lazy as _
from essp.stats.phases import Phase
from essp.stats.web.advice_texts import Advice

PHASES: Mapping[Phase, Advice] = {
    Phase.TOO_SMALL: Advice(
        _("Too small to phase"),
        _("Fewer than twelve people may read this space. That is a team, and a good one needs no phases."),
        (
            _("Ask yourselves whether somebody outside could use what you write. If so, open the space."),
            _("Two small spaces on the same subject are one community with a wall. Join them."),
            _("Otherwise leave it as it is, and look at what your team does in the open spaces."),
        ),
        _("Inviting people so that the number is reached."),
        _("Somebody from elsewhere asks whether they may come in."),
    ),
    Phase.DORMANT: Advice(
        _("Dormant"),
        _("In four weeks fewer than five people came by, or there were fewer than four contributions. It may"
          " be asleep, or finished. Both are fine; not knowing which is not."),
        (
            _("Ask the owners: what would be missed if this space were gone? No answer within two weeks is an"
              " answer."),
            _("If it is finished, move what people still read to a living space, and archive the rest with"
              " one line that says where to go."),
            _("If it is asleep, wake it with a real question that is due now, brought to five people by"
              " name."),
        ),
        _("Posting every week into a room where nobody is."),
        _("Two people talk to each other here without you."),
    ),
    Phase.PIONEERING: Advice(
        _("Pioneering"),
        _("It lives, and it hangs on few people. That is how every community begins. The work now is to"
          " answer, to thank, and to find the next five."),
        (
            _("See to it that no question stays alone for more than two days. This is the one figure that"
              " counts in this phase."),
            _("Find two champions outside your own department, and ask their manager for half an hour a"
              " week for them."),
            _("Keep it narrow. One subject on which people need each other beats ten on which they might."),
        ),
        _("A big launch. It brings everybody once, to a room that is still empty."),
        _("People whom you did not ask answer people whom you do not know."),
    ),
    Phase.FACILITATING: Advice(
        _("Facilitating"),
        _("Questions find answers, people come back, and it goes on when you are away. Your work changes from"
          " writing to making it possible."),
        (
            _("Turn answers into pages with owners. Talk is where knowledge comes from, and not where it is"
              " found."),
            _("Bring departments together on one question each month, where the map shows that they hardly"
              " meet."),
            _("Give your tasks away one by one: the welcome, the round-up, the morning look at what waits."),
        ),
        _("Holding on to being the one who knows the way."),
        _("Owners decide about proposals without asking you."),
    ),
    Phase.STRATEGIC: Advice(
        _("Strategic"),
        _("It solves things across departments, what it knows can be relied on, and somebody said what that"
          " was good for. The organisation would miss it."),
        (
            _("Put its questions where plans are made: what customers ask and nobody knows is a signal for"
              " training and hiring."),
            _("Pair who knows most with a second person on each main topic, before somebody leaves."),
            _("Lend what you learnt: half a day a month for a space that is still pioneering."),
        ),
        _("Taking it for granted. Strategic spaces fall asleep too, and nobody looks at them."),
        _("A decision refers to a page from this space."),
    ),
}  # fmt: skip
