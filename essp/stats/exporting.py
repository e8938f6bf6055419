"""Tables on the screens as files, by the same rules and through the same door (`reading`) as the screens.

Each table is declared once with who makes it; a part further up may offer its own (`offer`). Who asks
for a file is noted in the log of looks as who looks at the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from essp.core.decision import Invalid, NotFound
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.stats import looks, reading
from essp.stats.asking import DAY, SITE, Axis, Scope
from essp.stats.known_topics import topic_rows
from essp.stats.logged import in_words
from essp.stats.matrix import matrix_in
from essp.stats.measures import Measure, catalogue
from essp.stats.reading import Shown, Withheld
from essp.stats.scopes import departments, spaces, word_of
from essp.stats.sheets import Cell, Column, Hidden, Sheet
from essp.stats.withholding import LEAST

MOST_BACK = 366
MOST_LINES = 20_000


@dataclass(frozen=True)
class Wanted:
    """What of a table is wanted. `day` None means the last one that is filled; `of` names one thing."""

    scope: Scope = SITE
    day: date | None = None
    measure: str = ""
    back: int = reading.BACK
    how: str = "export"
    of: str = ""

    @property
    def at(self) -> date:
        """The day, or the last that is filled where it is not over. Raises NotFound before the first."""
        last = reading.last_day()
        if last is None:
            raise NotFound
        return max(min(self.day, last), reading.EARLIEST) if self.day else last


Make = Callable[[Person, Wanted], Sheet]
_tables: dict[str, Make] = {}


def offer(name: str, make: Make) -> None:
    """Let this table be exported."""
    _tables[name] = make


def tables() -> Sequence[str]:
    """The names of all tables."""
    return sorted(_tables)


def sheet(actor: Person, name: str, wanted: Wanted) -> Sheet:
    """A table as the actor may see it. Raises NotFound for one there is none of, and Refused."""
    if name not in _tables:
        raise NotFound
    return _tables[name](actor, wanted)


SAID = (
    Column("value", _("Value"), _("What was counted; <5 where it tells of too few people.")),
    Column("n", _("Base"), _("Of how many questions, pages, searches or people.")),
    Column("before", _("Before"), _("The mean of the same weekday in the four weeks before.")),
    Column("low", _("At least"), _("Below this it is no chance any more, at 95 %.")),
    Column("high", _("At most"), _("Above this it is no chance any more, at 95 %.")),
)
MEASURE = (
    Column("id", _("Figure"), _("The short name of the figure.")),
    Column("name", _("Name"), _("What the figure is called.")),
    Column("formula", _("How it is counted"), _("The formula in words.")),
    Column("unit", _("Unit"), _("What the value is counted in; a share is from 0 to 1.")),
    Column("window", _("Days"), _("Of how many days up to and with the day shown.")),
    Column("better", _("Better"), _("Which way is better: more, less or neither.")),
)


def figures(actor: Person, wanted: Wanted) -> Sheet:
    """All measures of a scope on a day."""
    day = wanted.at
    shown = reading.figures(
        actor, wanted.scope, day, list(catalogue()), what="day", how=wanted.how, back=1
    )
    rows = [[*_of(each.measure), *_cells(each)] for each in shown.values()]
    return Sheet("figures", _("Figures of a day"), [*MEASURE, *SAID], rows, _about(wanted, day))


def trend(actor: Person, wanted: Wanted) -> Sheet:
    """One measure of a scope on the days up to one."""
    if wanted.measure not in catalogue():
        raise Invalid(measure=_("There is no such figure."))
    day, back = wanted.at, min(max(wanted.back, 1), MOST_BACK)
    shown = reading.figures(
        actor, wanted.scope, day, [wanted.measure], what="measure", how=wanted.how, back=back
    )[wanted.measure]
    columns = (Column("day", _("Day"), _("The day on which it was known.")), SAID[0])
    days = shown.trend or [(day - ago * DAY, None) for ago in range(back - 1, -1, -1)]
    rows: list[Sequence[Cell]] = [[each, value] for each, value in days]
    if shown.withheld is not Withheld.NO:
        rows[-1] = [day, _value(shown)]
    told = dict(zip((each.key for each in MEASURE), _of(shown.measure), strict=True))
    return Sheet("trend", shown.measure.name, columns, rows, {**_about(wanted, day), **told})


def of_departments(actor: Person, wanted: Wanted) -> Sheet:
    """Every department with its figures on a day."""
    return _beside(actor, wanted, "departments", departments(), Axis.DEPARTMENT)


def of_spaces(actor: Person, wanted: Wanted) -> Sheet:
    """Every space that the actor may read with its figures on a day."""
    return _beside(actor, wanted, "spaces", spaces(actor), Axis.SPACE)


def silos(actor: Person, wanted: Wanted) -> Sheet:
    """Departments two by two: their ties, and those that one would expect."""
    day = wanted.at
    shown = reading.figures(actor, SITE, day, ["D8"], what="silos", how=wanted.how, back=1)
    found = shown.get("D8")
    matrix = matrix_in(found.parts) if found is not None and found.parts else None
    columns = (
        Column("one", _("Department"), _("One of two departments.")),
        Column("other", _("Other department"), _("The other of the two.")),
        Column("ties", _("Ties"), _("Pairs of people who met in 90 days.")),
        Column("expected", _("Expected"), _("Ties that chance would give.")),
        Column("ratio", _("For each expected"), _("Ties for each expected one.")),
    )
    rows: list[Sequence[Cell]] = [
        [each.pair.one, each.pair.other, each.pair.ties, each.pair.expected, each.pair.ratio]
        for each in (matrix.cells if matrix else ())
    ]
    hidden = ", ".join(matrix.hidden) if matrix else ""
    about = {**_about(wanted, day), "withheld_departments": hidden}
    return Sheet("silos", _("Who meets whom"), columns, rows, about)


def knowledge(actor: Person, wanted: Wanted) -> Sheet:
    """Topics by what is asked and what is known."""
    day = wanted.at
    shown = reading.figures(actor, SITE, day, ["D9"], what="knowledge", how=wanted.how, back=1)
    found = shown.get("D9")
    columns = (
        Column("topic", _("Topic"), _("The name of the topic.")),
        Column("address", _("Address"), _("The last part of its address.")),
        Column(
            "demand",
            _("Demand"),
            _("Different people who asked, and half of who searched in vain."),
        ),
        Column("supply", _("Supply"), _("People whose work shows that they know, at most 1 each.")),
        Column(
            "gap", _("Gap"), _("0 as usual; each step doubles what is asked for what is known.")
        ),
        Column("quadrant", _("Kind"), _("gap, asset, hidden (talent) or watch.")),
    )
    few = Hidden(Withheld.FEW, found.least if found is not None else LEAST)
    rows: list[Sequence[Cell]] = [
        [
            each.name, each.slug, few if each.demand is None else each.demand, each.supply,
            few if each.demand is None else each.gap, few if each.demand is None else each.quadrant,
        ]
        for each in topic_rows((found.parts if found is not None else None) or {})
    ]  # fmt: skip
    about = _about(wanted, day)
    if found is not None and found.withheld is not Withheld.NO:
        about["withheld"] = found.withheld.value
    return Sheet("knowledge", _("Asked and known"), columns, rows, about)


def how_counted(_actor: Person, _wanted: Wanted) -> Sheet:
    """Every measure with its words."""
    return Sheet(
        "how", _("How it is counted"), MEASURE, [_of(each) for each in catalogue().values()]
    )


def log(actor: Person, wanted: Wanted) -> Sheet:
    """The log of looks, as far as the actor may read it."""
    columns = (
        Column("at", _("When"), _("The moment in UTC.")),
        Column("handle", _("Who"), _("Who looked.")),
        Column("what", _("Looked at"), _("Which screen, file or answer.")),
        Column("of", _("Of"), _("Of which part of the organisation.")),
        Column("day", _("Day shown"), _("Of which day the figures were.")),
        Column("how", _("How"), _("On the screen, as a file, by mail or by a program.")),
        Column("refused", _("Refused"), _("Why nothing was shown.")),
    )
    rows: list[Sequence[Cell]] = [
        [
            line.row.at, line.row.person.handle, line.what, line.of, line.row.day, line.how,
            line.refused,
        ]
        for line in in_words(actor, looks.lines(actor, limit=MOST_LINES))
    ]  # fmt: skip
    return Sheet("log", _("The log of looks"), columns, rows)


def _beside(
    actor: Person, wanted: Wanted, name: str, scopes: Sequence[tuple[Scope, str]], axis: Axis
) -> Sheet:
    day = wanted.at
    known = [each for each in catalogue().values() if axis in each.axes]
    found = reading.figures_of_each(
        actor, [scope for scope, _label in scopes], day, [each.id for each in known],
        what=name, how=wanted.how,
    )  # fmt: skip
    rows: list[Sequence[Cell]] = []
    for scope, label in scopes:
        shown = found[scope]
        if shown is not None:
            rows.append([label, *(_value(shown[each.id]) for each in known)])
    first = Column(axis.value, word_of(axis), _("Whose figures these are."))
    columns = [first, *(Column(each.id, each.name, each.formula) for each in known)]
    return Sheet(name, word_of(axis), columns, rows, {"day": day})


def _of(measure: Measure) -> list[Cell]:
    return [
        measure.id, measure.name, measure.formula, measure.unit.value, measure.window,
        measure.better.value,
    ]  # fmt: skip


def _cells(shown: Shown) -> list[Cell]:
    band = shown.band
    return [
        _value(shown), shown.n, shown.before, band.low if band else None, band.high if band else None
    ]  # fmt: skip


def _value(shown: Shown) -> Cell:
    if shown.withheld is Withheld.NO:
        return shown.value
    return Hidden(shown.withheld, shown.least)


def _about(wanted: Wanted, day: date) -> dict[str, Cell]:
    return {"scope": wanted.scope.axis.value, "key": wanted.scope.key, "day": day}


for _name, _make in (
    ("figures", figures), ("trend", trend), ("departments", of_departments), ("spaces", of_spaces),
    ("silos", silos), ("knowledge", knowledge), ("how", how_counted), ("log", log),
):  # fmt: skip
    offer(_name, _make)
