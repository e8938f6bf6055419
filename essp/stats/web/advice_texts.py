"""What helps a space along: advice for each condition of a phase, and for each phase.

Written from what community managers of internal networks report, and kept to what one can do next week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.stats.phases import About


@dataclass(frozen=True)
class Advice:
    """What it means, what to do on Monday, what does not help, and by what one sees that it works."""

    name: Message
    says: Message
    steps: Sequence[Message]
    avoid: Message
    sign: Message


CONDITIONS: Mapping[About, Advice] = {
    About.ACTIVE: Advice(
        _("Enough people are there"),
        _("At least five people came by in four weeks. Below that there is no community yet, only a place."),
        (
            _("Name the one question that this space is for, and put it in its purpose. If you cannot, close"
              " the space: an empty room costs trust in all the others."),
            _("Ask ten people by name, in person or in a call, to bring one real question this week. A mail"
              " to everybody brings nobody."),
            _("Move one thing that people need anyway to this space, such as the rota or the release notes,"
              " and take it away from where it was."),
        ),
        _("Another announcement that the space exists."),
        _("Somebody whom you did not ask writes something."),
    ),
    About.CONTRIBUTIONS: Advice(
        _("Something is written every week"),
        _("At least four contributions in four weeks. Readers come back to a place where something changes."),
        (
            _("Put a quarter of an hour in your week in which you write down one thing that you were asked in"
              " a mail, as question and answer, with the name of who asked."),
            _("Ask each meeting to leave one sentence here: what was decided. Twelve words will do."),
            _("Take a mail thread of last week and ask its people to go on here."),
        ),
        _("A quota for each person. It brings words that nobody reads."),
        _("A week in which you wrote nothing yourself has contributions all the same."),
    ),
    About.ANSWERED: Advice(
        _("Questions find a response"),
        _("Most questions get a response from somebody else within seven days. Nothing drives people away as"
          " surely as a question that stays alone."),
        (
            _("Look at what waits each morning, for five minutes. Who knows it? Bring the question to one"
              " person, by name, with the reason why them."),
            _("Agree with two people that they look on Tuesdays and Thursdays. A promise by two beats a hope"
              " for all."),
            _("Say so when nobody knows yet: \"I have asked around, Friday I will tell you more\" is a"
              " response."),
        ),
        _("Answering everything yourself. It works for a month and makes you the condition."),
        _("Questions are answered before you saw them."),
    ),
    About.RETURNING: Advice(
        _("People come back"),
        _("At least four in ten of those who contributed this month did so last month as well. A community"
          " lives on who returns, not on who came once."),
        (
            _("Tell three people this week what came of what they wrote: who used it, what it saved. Two"
              " sentences, to them, not about them."),
            _("Ask a follow-up where somebody answered for the first time. A second turn makes the difference"
              " between a visit and a habit."),
            _("Begin something that recurs: a question on Monday, a round of what went wrong on Friday. Keep"
              " it for six weeks before you judge it."),
        ),
        _("Points and rankings. They bring more words in the first weeks and fewer people after."),
        _("You see the same names in different threads."),
    ),
    About.SPREAD: Advice(
        _("More than a few carry it"),
        _("What is contributed is spread as if five or more people did the same amount. Where two people do"
          " nearly everything, the space is theirs and everybody knows it."),
        (
            _("Count who wrote last month. Ask the most active for one thing: to leave the next three easy"
              " questions to others."),
            _("Ask quiet readers for something small that only they know: a photo of the installation, the"
              " name of the supplier, \"does this still hold with you?\""),
            _("Give away a task with a name on it: the monthly round-up, the welcome of newcomers."),
        ),
        _("Asking \"who would like to write something?\" in a meeting."),
        _("A page changes hands: somebody improves what another began."),
    ),
    About.STANDING: Advice(
        _("It goes on without those who lead it"),
        _("Community managers and champions write less than half of it, and in a strategic space less than a"
          " quarter. Starting it is your work; being it is not. Where nobody is named champion, the ten who"
          " write most count instead: name who leads it, and it is told of them."),
        (
            _("Wait a day before you answer, and bring the question to somebody instead."),
            _("Be away for a week on purpose. Say who looks, and look afterwards what happened."),
            _("Make two members owner of the pages they write most on, and let them decide about proposals."),
        ),
        _("Appointing more champions. More leaders are still leaders."),
        _("After a week of your holiday the figures are what they were."),
    ),
    About.SOLVED: Advice(
        _("Questions are brought to an end"),
        _("At least half of the questions are resolved or have an accepted answer within thirty days. Whoever"
          " finds the thread later must see at once what holds."),
        (
            _("Ask who asked: \"did this help?\" One line a week after the answer is enough, and most accept"
              " it then."),
            _("Close what is settled, with the answer in one sentence on top."),
            _("Turn the three threads that were read most into a page. The answer then has an owner and a day"
              " on which it is looked at again."),
        ),
        _("Closing old questions in bulk so that the share looks better."),
        _("People refer to a thread instead of asking it again."),
    ),
    About.ACROSS: Advice(
        _("It reaches across departments"),
        _("People of different departments work together here at least half as much as chance would have it."
          " Below that the space is a department with a door."),
        (
            _("See on the page Who meets whom which two departments both have something to say on one of your"
              " topics. Ask one of each into one thread."),
            _("Take the words that only your department uses out of the purpose and the titles."),
            _("Invite one person of another department to answer a question of yours, and say why them."),
        ),
        _("A joint meeting without a question."),
        _("Somebody corrects a page of another department and is thanked for it."),
    ),
    About.FRESH: Advice(
        _("What is read is vouched for"),
        _("Seven in ten readings are of pages that an owner vouches for, within their period. People use what"
          " they can rely on, and stop looking after one wrong instruction."),
        (
            _("Take the five pages that are read most and are overdue. One hour, with the owner, is enough to"
              " verify or mend them."),
            _("Archive what nobody opened for half a year. It is kept and found, and no longer in the way."),
            _("Give each page that is read much an owner and a deputy, and a period that fits: a year for"
              " what stands, a month for what moves."),
        ),
        _("Verifying everything at once without reading it."),
        _("A reader reports that something is wrong, and it is mended the same week."),
    ),
    About.LASTING: Advice(
        _("It lasts"),
        _("All of this held for three windows of four weeks in a row. One good month may be one good"
          " question."),
        (
            _("Change nothing big now. Keep the two habits that brought it here, and name them."),
            _("Write down in ten lines how this space works, as a page, so that somebody else can do it."),
            _("Look which figure hangs closest to its threshold, and take care of that one."),
        ),
        _("A new campaign on top of what works."),
        _("Nobody needs to be reminded."),
    ),
    About.COVERED: Advice(
        _("What is asked is known by two"),
        _("For seven tenths of what is asked about there are at least two people who have shown that they"
          " know. Where there is nobody, asking teaches people not to ask."),
        (
            _("Open Asked and known and take the topic with the largest gap. Ask three people who are close"
              " to it to write down the first thing they would tell a newcomer."),
            _("Somebody knows it and nobody asks them: bring them the next question."),
            _("Where really nobody knows, say it to who decides on training or hiring, with the number of"
              " questions."),
        ),
        _("Asking the one expert to write a manual."),
        _("The second answer to a question is by somebody other than the first."),
    ),
    About.SHARED: Advice(
        _("No topic hangs on one person"),
        _("On each of the five main topics at least three people would have to leave before half of what is"
          " known is gone."),
        (
            _("Take the topic that hangs on fewest. Pair who knows most with one person for one task, and"
              " have the second one write it down."),
            _("Let somebody else answer first; who knows most adds what is missing."),
            _("Ask who leaves within the year, or changes work, for the three things that stand nowhere."),
        ),
        _("An interview at the door on the last day."),
        _("Who knows most is away for a week and questions are answered."),
    ),
    About.USEFUL: Advice(
        _("Somebody said what it was good for"),
        _("At least one use is recorded: a line by whoever asked, about what the answer was good for. That is"
          " what convinces those who pay for it."),
        (
            _("Ask it when a question is resolved: \"what did this make possible?\" One line with a name is"
              " worth more than a percentage."),
            _("Tell one such case a month where decisions are made, in the words of who had it."),
            _("Ask about the case that did not work as well. It teaches what is missing."),
        ),
        _("Turning minutes saved into money that nobody can check."),
        _("Somebody from the management asks a question here."),
    ),
}  # fmt: skip
