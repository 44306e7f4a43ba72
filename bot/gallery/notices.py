"""What followers, officers and the Secretariat are told without having asked."""

from collections.abc import Iterator

from bot.gallery import Example, reported, samples, show
from handlers.screens import notices as screens
from handlers.screens.notices import News, Silence
from handlers.screens.ways_out import with_way_out
from locales.translator import Translator
from models import Language
from services.kinds import Off


def examples(t: Translator) -> Iterator[Example]:
    names, today = samples.names()["agency"], samples.NOW.date()
    every = samples.commitments()
    one = reported.commitment()
    long, bare = News(one, reported.report(is_long=True)), News(one, reported.bare_report())
    in_kyrgyz = News(one, reported.report(languages=(Language.KY,)))
    late = [Silence(each, reported.deadline(each)) for each in every]
    for note, only in (("a long report", long), ("a bare report", bare), ("in one language", in_kyrgyz)):
        yield show(note, screens.news, [only], names, today, t)
    yield show("a report that has not come", screens.news, late[:1], names, today, t)
    yield show("the same, for the Secretariat", screens.news, late[:1], names, today, t, for_desk=True)
    several = [
        News(each, reported.report(is_long=True, languages=(Language.KY,), id_=n)) for n, each in enumerate(every)
    ]
    yield show("a digest of much", screens.news, [*several, *late], names, today, t)
    yield show("a digest of one commitment", screens.news, [long, *[bare] * 40], names, today, t)
    yield show("a digest for the Secretariat", screens.news, late * 5, names, today, t, for_desk=True)
    yield show("one", screens.due, late[:1], t)
    for off in Off:
        yield show(off.value, with_way_out, screens.due(late[:1], t), off, t)
    yield show("every commitment at once", screens.due, late, t)
