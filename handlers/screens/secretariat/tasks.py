"""What staff are told: a task that is theirs now, and the morning list."""

from markupsafe import Markup

from handlers.screens.screen import Button, Screen, lines
from handlers.screens.secretariat.desk import OpenTask
from handlers.screens.secretariat.words import KINDS, MARKS, desk_rows
from handlers.screens.ways_out import way_out
from locales.translator import Translator
from services.desk import Kind, Queue
from services.kinds import Off
from services.staffroom import Shown
from services.workdays import Mark


def assigned(shown: Shown, t: Translator) -> Screen:
    """It is your task now."""
    said = t("{number} is your task now.", number=shown.number)
    title = Markup("{}").format(shown.title) if shown.title else None
    button = Button(t.plain("Open {number}", number=shown.number), OpenTask(shown.thing, shown.id))
    return Screen(lines(said, title), ((button,),))


def morning(found: Queue, mine: int, t: Translator) -> Screen:
    """Counts by kind, what is late, and how many are the reader's own."""
    counts = [
        t("{kind}: {n}", kind=t.plain(KINDS[kind]), n=found.counts[kind]) for kind in Kind if found.counts.get(kind)
    ]
    late = [
        t("{mark}: {n}", mark=t.plain(MARKS[mark]), n=found.marks[mark])
        for mark in (Mark.RED, Mark.AMBER)
        if found.marks.get(mark)
    ]
    text = lines(
        t("<b>Good morning. Waiting at the desk: {n}</b>", n=found.total),
        Markup("\n").join(counts),
        Markup(" · ").join(late),
        t("Yours: {n}", n=mine),
    )
    return Screen(text, (*desk_rows(t), *way_out(Off.MORNING_LIST, t)))
