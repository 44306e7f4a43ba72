"""How people ask what an FAQ entry answers, as staff see it."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.screens.secretariat import phrasings as screens
from locales.translator import Translator
from models import FaqEntry, FaqPhrasing, FaqText, Language, Origin
from services.phrasings import LONGEST, MOST, MOST_AT_ONCE, Added, Line, Outcome, Phrasings


def entry(entry_id: str = "e" * 40, *, is_draft: bool = False) -> FaqEntry:
    """The longest id and title that there can be."""
    texts = [FaqText(lang=lang, title="Who may send an <initiative> & how?" + "?" * 25) for lang in Language]
    published_at = None if is_draft else samples.NOW
    return FaqEntry(id=entry_id, category_id="c", position=1, related="", published_at=published_at, texts=texts)


def _phrasing(number: int, lang: Language, text: str) -> FaqPhrasing:
    return FaqPhrasing(id=samples.LARGE + number, entry_id="e" * 40, lang=lang, text=text, origin=Origin.STAFF)


def examples(t: Translator) -> Iterator[Example]:
    one = entry()
    own = [_phrasing(number, lang, "<ө> & " * 50) for lang in Language for number in range(MOST)]
    nothing, full = Phrasings(one, [], {}), Phrasings(one, own, dict.fromkeys(Language, 40))
    yield show("none by staff", screens.overview, nothing, t)
    yield show("as many as fit", screens.overview, full, t)
    yield show("none", screens.listing, nothing, Language.KY, 0, t)
    yield show("in the middle", screens.listing, full, Language.RU, 2, t)
    yield show("", screens.ask, one, Language.EN, t)
    yield show("the longest", screens.one_phrasing, _phrasing(1, Language.KY, "<ө>" * (LONGEST // 3)), t)
    lines = [Line("ailygym <kachan> tushot & emne uchun " * 8, each, "o" * 40) for each in Outcome]
    few, last = Added(one, Language.KY, lines, 0, [entry("o" * 40)]), lines[-2:-1]
    yield show("every outcome", screens.outcome, few, t)
    yield show("the group is settled", screens.outcome, few, t, is_settled=True)
    draft = Added(entry(is_draft=True), Language.KY, lines, 1, few.others)
    yield show("of a draft", screens.outcome, draft, t)
    yield show("nothing added, many unread", screens.outcome, Added(one, Language.RU, last * MOST_AT_ONCE, 99, []), t)
    elsewhere = [one for one in lines if one.outcome is Outcome.ELSEWHERE] * MOST_AT_ONCE
    yield show("the longest", screens.outcome, Added(one, Language.RU, elsewhere, 99, few.others), t)
