"""What is kept of a person to measure use: what they opened and did, and what they said of being measured."""

from __future__ import annotations

from essp.core.i18n import lazy as _
from essp.personal.registry import Kept, Spared, rows_of

KEPT = (
    Kept("opened-things", _("What you opened"),
         _("So that it is counted what is used. Kept for 35 days, by day and without the hour."),
         ("usage.person_id",),
         rows_of("usage.person_id", "day", "verb", "kind", "object_id", "department", "times"),
         forgotten=True),
    Kept("looked-for", _("What you looked for"),
         _("So that it is seen what people look for in vain. Kept for 35 days."),
         ("searched.person_id",),
         rows_of("searched.person_id", "at", "words", "found", "chosen", "again", "department"),
         forgotten=True),
    Kept("counted-deeds", _("What you did, as it is counted"),
         _("So that it is counted how people work together. It repeats what you wrote and did."),
         ("deed.actor_id",),
         rows_of("deed.actor_id", "at", "verb", "kind", "number", "department", "source")),
    Kept("departments", _("Where you worked, and since when"),
         _("So that a day in the past is counted as it was."), ("department_stay.person_id",),
         rows_of("department_stay.person_id", "since", "department"), forgotten=True),
    Kept("days-here", _("The days on which you were here"),
         _("So that it is counted how many people use this."), ("presence.person_id",),
         rows_of("presence.person_id", "day", "space_id", "department", "viewed", "reacted",
                 "contributed", "kinds"), forgotten=True),
    Kept("pilots", _("Pilots you take part in"), _("So that it is seen how a pilot goes."),
         ("pilot_person.person_id",), rows_of("pilot_person.person_id", "pilot_id", "invited_on"),
         forgotten=True),
    Kept("pilots-begun", _("Pilots you laid out"), _("So that it is known who asks for them."),
         ("pilot.by_id",), rows_of("pilot.by_id", "uid", "name", "purpose", "starts_on", "ends_on",
                 "ended_at", "lesson")),
    Kept("good-for", _("What you said an answer was good for"),
         _("So that others see what asking brings."), ("use_case.person_id",),
         rows_of("use_case.person_id", "thread_id", "text", "minutes", "at")),
    Kept("looks", _("Figures you looked at"),
         _("So that the works council can see who looks at what."), ("insight_look.person_id",),
         rows_of("insight_look.person_id", "at", "what", "how", "scope", "key", "day", "refused")),
    Kept("reads-looks", _("That you read the log of looks"),
         _("So that it is known who watches over the figures."), ("insight_delegate.person_id",),
         rows_of("insight_delegate.person_id", "since", "reference", "ended_at")),
    Kept("insight-choice", _("What you chose about being counted"), _("So that it is kept to."),
         ("insight_choice.person_id",),
         rows_of("insight_choice.person_id", "mail", "named", "objected_at", "reason", "at"),
         forgotten=True),
)  # fmt: skip

SPARED = (
    Spared("deed.to_id", "it says whose work a deed answers; the deed is handed out to who did it"),
    Spared(
        "insight_switch.by_id", "the deed of an administrator; the row is about the organisation"
    ),
    Spared("insight_delegate.by_id", "the deed of an administrator; the row is about the delegate"),
)
