"""How people ask what an FAQ entry answers: staff's own wordings, which the search reads and nobody is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.words import HowAsked, OpenFaqDraft, desk_rows
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator
from models import FaqEntry, FaqPhrasing, Language
from services.commitments import by_language
from services.phrasings import LONGEST, MOST, MOST_AT_ONCE, SHORTEST, Added, Line, Outcome, Phrasings

PER_PAGE = 10
_LINE = 50  # characters of a line beside its outcome: twenty of them fit into one message


@dataclass(frozen=True)
class ListPhrasings(Payload):
    """Those of staff in one language."""

    prefix: ClassVar[str] = "hl"
    id: str
    lang: Language
    page: int


@dataclass(frozen=True)
class AddPhrasings(Payload):
    """Type some in this language."""

    prefix: ClassVar[str] = "hn"
    id: str
    lang: Language


@dataclass(frozen=True)
class OpenPhrasing(Payload):
    """One of them, whole."""

    prefix: ClassVar[str] = "hw"
    id: int


@dataclass(frozen=True)
class RemovePhrasing(Payload):
    """Take it out."""

    prefix: ClassVar[str] = "hx"
    id: int


def title_of(entry: FaqEntry, t: Translator) -> str:
    return str(t.pick(by_language(entry.texts, "title")))


def overview(found: Phrasings, t: Translator) -> Screen:
    """The three languages, with how many there are in each."""
    said = [
        t(
            "{language}: added by staff {own}, shipped with the bot {shipped}",
            language=OWN_NAMES[lang],
            own=len(found.of(lang)),
            shipped=found.shipped.get(lang, 0),
        )
        for lang in Language
    ]
    buttons = [Button(OWN_NAMES[lang], ListPhrasings(found.entry.id, lang, 0)) for lang in Language]
    return Screen(
        lines(
            t("<b>How people ask: {title}</b>", title=title_of(found.entry, t)),
            t("The search learns from these wordings. Nobody is shown them."),
            Markup("\n").join(said),
        ),
        column([*buttons, _to_entry(found.entry.id, t)]),
    )


def listing(found: Phrasings, lang: Language, page: int, t: Translator) -> Screen:
    """Staff's phrasings in one language; a page beyond the end shows the last one."""
    own = found.of(lang)
    last = max(len(own) - 1, 0) // PER_PAGE
    page = min(max(page, 0), last)
    shown = own[page * PER_PAGE : (page + 1) * PER_PAGE]
    head = t("<b>How people ask: {title}</b>", title=title_of(found.entry, t))
    count = t("{language}: {n} of at most {most}", language=OWN_NAMES[lang], n=len(own), most=MOST)
    body = t("Press one to read it whole or to remove it.") if own else t("Staff have added none yet.")
    buttons = [
        Button(f"{number}. {shortened(one.text, 50)}", OpenPhrasing(one.id))
        for number, one in enumerate(shown, page * PER_PAGE + 1)
    ]
    steps = []
    if page > 0:
        steps.append(Button(t.plain("Previous page"), ListPhrasings(found.entry.id, lang, page - 1)))
    if page < last:
        steps.append(Button(t.plain("Next page"), ListPhrasings(found.entry.id, lang, page + 1)))
    after = [
        Button(t.plain("Add wordings"), AddPhrasings(found.entry.id, lang)),
        Button(t.plain("Back"), HowAsked(found.entry.id)),
    ]
    rows = (*column(buttons), *((tuple(steps),) if steps else ()), *column(after))
    return Screen(lines(head, count, body), rows)


def ask(entry: FaqEntry, lang: Language, t: Translator) -> Screen:
    said = t(
        "Type how people ask it in this language: {language}. One wording a line, at most {lines} lines at once, "
        "{shortest} to {longest} characters each.",
        language=OWN_NAMES[lang],
        lines=MOST_AT_ONCE,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    hint = t("As people type it: with slips, in Latin letters, half in another language. No names or phone numbers.")
    head = t("<b>How people ask: {title}</b>", title=title_of(entry, t))
    return Screen(lines(head, said, hint), ((Button(t.plain("Back"), ListPhrasings(entry.id, lang, 0)),),))


def outcome(added: Added, t: Translator, *, is_settled: bool = False) -> Screen:
    """What became of each line, so that what was not taken can be typed again."""
    titles = {one.id: title_of(one, t) for one in added.others}
    said = [
        Markup("{}. {} — {}").format(number, shortened(one.text, _LINE), _became(one, titles, t))
        for number, one in enumerate(added.lines, 1)
    ]
    head = t("<b>How people ask: {title}</b>", title=title_of(added.entry, t))
    unread = t.plural(
        "{n} more line was not read: at most {most} at once. It stays in your message above.",
        "{n} more lines were not read: at most {most} at once. They stay in your message above.",
        added.unread,
        most=MOST_AT_ONCE,
    )
    parts = (head, OWN_NAMES[added.lang], Markup("\n").join(said), unread if added.unread else None)
    return Screen(lines(*parts, *_comes_of_it(added, t, is_settled)), (*column(_ways_on(added, t)), *desk_rows(t)))


def _comes_of_it(added: Added, t: Translator, is_settled: bool) -> Iterator[Markup]:
    if is_settled:
        yield t("The questions of this group are off the list.")
    if added.is_content_changed:
        yield t("The search finds the entry by these words now.")
    elif added.entry.published_at is None and added.is_taught:
        yield t("The search will know these words once the entry is published.")
    elif not added.is_taught:
        yield t("Nothing was added. You can type it again.")


def _ways_on(added: Added, t: Translator) -> list[Button]:
    return [
        Button(t.plain("Add wordings"), AddPhrasings(added.entry.id, added.lang)),
        Button(t.plain("How people ask"), HowAsked(added.entry.id)),
        _to_entry(added.entry.id, t),
    ]


def _became(one: Line, titles: dict[str, str], t: Translator) -> Markup:
    match one.outcome:
        case Outcome.ADDED:
            return t("added")
        case Outcome.TOO_SHORT:
            return t("too short: at least {n} characters", n=SHORTEST)
        case Outcome.TOO_LONG:
            return t("too long: {n} characters of at most {most}", n=len(one.text), most=LONGEST)
        case Outcome.WORDLESS:
            return t("no letter or digit in it")
        case Outcome.KNOWN:
            return t("this entry has it already")
        case Outcome.NO_ROOM:
            return t("no room: at most {most} in a language", most=MOST)
        case Outcome.ELSEWHERE:
            return t("another entry has it: “{title}”", title=titles.get(one.entry_id or "", one.entry_id or ""))


def one_phrasing(one: FaqPhrasing, t: Translator) -> Screen:
    """A wording by itself."""
    return Screen(
        lines(Markup("<b>{}</b>").format(OWN_NAMES[one.lang]), Markup("<i>{}</i>").format(one.text)),
        column(
            [
                Button(t.plain("Remove this wording"), RemovePhrasing(one.id)),
                Button(t.plain("Back"), ListPhrasings(one.entry_id, one.lang, 0)),
            ]
        ),
    )


def _to_entry(entry_id: str, t: Translator) -> Button:
    return Button(t.plain("To the entry"), OpenFaqDraft(entry_id))
