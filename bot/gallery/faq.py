"""Questions asked often: every category, every answer, and what is said where there is none."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.screens import faq as screens
from locales import content as files
from locales.translator import Translator


def examples(t: Translator) -> Iterator[Example]:
    entries = {entry.id: entry for entry in samples.faq_entries()}
    yield show("", screens.categories, samples.faq_categories(), t)
    for category in samples.faq_categories():
        of_category = [entry for entry in entries.values() if entry.category_id == category.id]
        yield show(category.id, screens.category, category, of_category, t)
    filled = dict.fromkeys(files.fact_wordings(), "info@example.kg & more")
    for entry in entries.values():
        related = [entries[id_] for id_ in entry.related.split(",") if id_]
        yield show(entry.id, screens.answer, entry, related, {}, t)
        yield show(f"{entry.id}, typed, facts known", screens.answer, entry, related, filled, t, asked=samples.LARGE)
    yield show(
        "three may be meant", screens.offer, list(entries.values())[:3], samples.commitments()[:3], samples.LARGE, t
    )
    no_answer = screens.no_answer(samples.LONG_TEXT, samples.LARGE, t)
    yield show("a long question", screens.no_answer, samples.LONG_TEXT, samples.LARGE, t)
    yield show("after a month away", screens.with_way_back, no_answer, t)
    for kind, talk in files.small_talk().items():
        yield show(kind, screens.small_talk, str(t.pick(talk["reply"])), t)
