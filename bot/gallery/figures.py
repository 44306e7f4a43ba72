"""Staff's numbers and exports."""

from collections.abc import Iterator
from datetime import timedelta

from bot.gallery import Example, samples, show
from handlers.screens.report_form import numbered_titles
from handlers.screens.secretariat import exports as export_screens
from handlers.screens.secretariat import stats as screens
from locales.translator import Translator
from models import InitiativeState, Language, MessageState
from services.export_kinds import What
from services.exports import WHOLE
from services.sheets import Format
from services.statistics import Numbers


def numbers(*, is_empty: bool = False) -> Numbers:
    """Everything as large as it may get, or the first day."""
    if is_empty:
        return Numbers(0, 0, {}, {}, {}, {}, 0, 0, None, {}, 0, 0, {})
    names = samples.names()
    sent = [state for state in InitiativeState if state is not InitiativeState.DRAFT]
    return Numbers(
        people=1_204_518,
        unreachable=31_007,
        languages={Language.KY: 811_400, Language.RU: 371_002, Language.EN: 1_509, None: 20_607},
        regions={region: 140_000 - 13_007 * place for place, region in enumerate(names["region"])} | {None: 77_001},
        states={state: 900 - 111 * place for place, state in enumerate(sent)},
        themes={theme: 310 - 27 * place for place, theme in enumerate(names["theme"])} | {None: 41},
        questions=12_408,
        questions_open=37,
        first_answer=timedelta(hours=26),
        reports={one.id: 21 - one.position for one in samples.commitments()},
        reports_waiting=4,
        broadcasts=14,
        broadcast_messages={MessageState.SENT: 9_871_004, MessageState.UNREACHABLE: 210_000, MessageState.UNKNOWN: 3},
    )


def examples(t: Translator) -> Iterator[Example]:
    names, titles = samples.names(), numbered_titles(samples.commitments(), t)
    for note, counted in (("much", numbers()), ("the first day", numbers(is_empty=True))):
        yield show(note, screens.overview, counted, names, titles, samples.NOW, t, may_export=bool(counted.people))
    yield show("much", screens.charts, numbers(), names, titles, samples.NOW, t)
    yield show("administrator", export_screens.choices, t, is_administrator=True)
    yield show("moderator", export_screens.choices, t, is_administrator=False)
    for what in What:
        yield show(what.value, export_screens.formats, what, t, personal=False, may_personal=True)
    yield show("with names", export_screens.formats, What.INITIATIVES, t, personal=True, may_personal=True)
    yield show("one file", export_screens.begun, What.DECISIONS, 5000, 1, t)
    yield show("several files", export_screens.begun, What.DECISIONS, 100_000, 20, t)
    plain, named = (What.DECISIONS, Format.CSV, [WHOLE]), (What.INITIATIVES, Format.XLSX, [WHOLE] * 3)
    yield show("plain", export_screens.files, *plain, samples.NOW, t, personal=False)
    yield show("with names, in three files", export_screens.files, *named, samples.NOW, t, personal=True)
