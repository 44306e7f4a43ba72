"""What staff edit without a release: FAQ entries, facts, collections."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.edits import edits
from handlers.screens.secretariat.wording import ListWordings
from handlers.screens.secretariat.words import Colleagues, HowAsked, ListTerms, OpenFaqDraft, OpenLibrary, desk_rows
from handlers.screens.texts import shortened
from locales.content import fact_wordings
from locales.translator import OWN_NAMES, Translator
from models import Campaign, ContentVersion, FaqCategory, FaqEntry, Language, Plan
from services.commitments import by_language
from services.library import lacking


@dataclass(frozen=True)
class ListFaq(Payload):
    """Entries of a category; "-" for the categories."""

    prefix: ClassVar[str] = "lf"
    category: str


@dataclass(frozen=True)
class EditFaq(Payload):
    """Type the title (t) or the answer (a) in one language."""

    prefix: ClassVar[str] = "le"
    id: str
    lang: Language
    field: str


@dataclass(frozen=True)
class SetFaqPublished(Payload):
    """Approve (1) or take off (0)."""

    prefix: ClassVar[str] = "lp"
    id: str
    on: int


@dataclass(frozen=True)
class MakeFaq(Payload):
    """A draft from a question: in which category; "-" to choose."""

    prefix: ClassVar[str] = "lm"
    id: int
    category: str


@dataclass(frozen=True)
class ListFacts(Payload):
    """Facts that only the Secretariat knows."""

    prefix: ClassVar[str] = "lt"


@dataclass(frozen=True)
class OpenFact(Payload):
    """One fact in its languages."""

    prefix: ClassVar[str] = "lk"
    key: str


@dataclass(frozen=True)
class EditFact(Payload):
    """Type its value in one language."""

    prefix: ClassVar[str] = "lv"
    key: str
    lang: Language


@dataclass(frozen=True)
class ListCampaigns(Payload):
    """Collections of initiatives."""

    prefix: ClassVar[str] = "lc"


@dataclass(frozen=True)
class EditCampaign(Payload):
    """Type the dates of the collection for this plan."""

    prefix: ClassVar[str] = "ld"
    plan: str


FIELDS = {"t": "title", "a": "answer"}


def library(t: Translator) -> Screen:
    return Screen(
        t("<b>Texts</b>\nChanges made here are visible at once. Earlier versions are kept."),
        (
            *column(
                [
                    Button(t.plain("Frequently asked questions"), ListFaq("-")),
                    Button(t.plain("Facts and contacts"), ListFacts()),
                    Button(t.plain("Commitments: status, dates, reports due"), ListTerms(0)),
                    Button(t.plain("Collections of initiatives"), ListCampaigns()),
                    Button(t.plain("Wordings for reasons"), ListWordings()),
                ]
            ),
            *desk_rows(t),
        ),
    )


def _back(t: Translator) -> Button:
    return Button(t.plain("To the texts"), OpenLibrary())


def categories(
    found: Sequence[FaqCategory], t: Translator, *, of_question: int = 0, make: Callable[[str], Payload] | None = None
) -> Screen:
    """Every category, to list its entries or to put a draft into it: one from a question, or what ``make`` makes."""

    def press(category: str) -> Payload:
        if make is not None:
            return make(category)
        return MakeFaq(of_question, category) if of_question else ListFaq(category)

    buttons = [Button(str(t.pick(by_language(one.texts, "name"))), press(one.id)) for one in found]
    return Screen(t("Which category?"), column([*buttons, _back(t)]))


def entries(found: Sequence[FaqEntry], t: Translator) -> Screen:
    buttons = [Button(_title(one, t), OpenFaqDraft(one.id)) for one in found[:90]]
    return Screen(t("Which entry?"), column([*buttons, Button(t.plain("Back"), ListFaq("-"))]))


def _title(one: FaqEntry, t: Translator) -> str:
    title = str(t.pick(by_language(one.texts, "title")))
    return title if one.published_at else t.plain("Draft: {title}", title=title)


def entry(one: FaqEntry, versions: Sequence[ContentVersion], known: Colleagues, t: Translator) -> Screen:
    """An entry in its languages, what is lacking, its latest edits."""
    titles, answers = by_language(one.texts, "title"), by_language(one.texts, "answer")
    said = [
        Markup("<b>{}: {}</b>\n{}").format(
            OWN_NAMES[lang],
            titles.get(lang, "—"),
            shortened(Markup(answers.get(lang, "—")).striptags(), 700),  # noqa: S704 - only stripped
        )
        for lang in Language
    ]
    missing = lacking(one)
    state = t("seen by everybody") if one.published_at else t("a draft, seen by staff only")
    head = t("<b>{id}</b> · {state}", id=one.id, state=state)
    need = t("Still to write: {languages}", languages=", ".join(OWN_NAMES[lang] for lang in missing))
    rows = [
        (
            Button(t.plain("Title: {language}", language=OWN_NAMES[lang]), EditFaq(one.id, lang, "t")),
            Button(t.plain("Answer: {language}", language=OWN_NAMES[lang]), EditFaq(one.id, lang, "a")),
        )
        for lang in Language
    ]
    act = t.plain("Unpublish") if one.published_at else t.plain("Approve and publish")
    acts = [
        Button(t.plain("How people ask"), HowAsked(one.id)),
        Button(act, SetFaqPublished(one.id, 0 if one.published_at else 1)),
        _back(t),
    ]
    return Screen(lines(head, *said, need if missing else None, edits(versions, known, t)), (*rows, *column(acts)))


def ask_faq(entry_id: str, lang: Language, field: str, t: Translator) -> Screen:
    wanted = (
        t("Type the title in this language: {language}. 3 to 60 characters.", language=OWN_NAMES[lang])
        if field == "title"
        else t("Type the answer in this language: {language}. 10 to 3000 characters.", language=OWN_NAMES[lang])
    )
    return Screen(wanted, ((Button(t.plain("Back"), OpenFaqDraft(entry_id)),),))


def facts(found: Mapping[str, Mapping[str, str]], t: Translator) -> Screen:
    buttons = [Button(shortened(fact_words(key, values, t), 60), OpenFact(key)) for key, values in found.items()]
    return Screen(
        t("Which fact? Where nothing is stated, people are told so."),
        column([*buttons[:90], _back(t)]),
    )


def fact_words(key: str, values: Mapping[str, str], t: Translator) -> str:
    """A fact by the sentence that people read where it is stated; by its key, where that is no longer in use."""
    wording = fact_wordings().get(key)
    value = shortened(str(t.pick(values)), 40) if values else t.plain("not stated yet")
    return key if wording is None else str(t.pick(wording["filled"])).format(value=value)


def fact(
    key: str, values: Mapping[str, str], versions: Sequence[ContentVersion], known: Colleagues, t: Translator
) -> Screen:
    said = [Markup("<b>{}</b>: {}").format(OWN_NAMES[lang], values.get(lang, "—")) for lang in Language]
    buttons = [Button(t.plain("Change: {field}", field=OWN_NAMES[lang]), EditFact(key, lang)) for lang in Language]
    head = Markup("<b>{}</b>").format(fact_words(key, values, t))
    text = lines(head, Markup("\n").join(said), edits(versions, known, t))
    return Screen(text, column([*buttons, Button(t.plain("Back"), ListFacts())]))


def ask_fact(key: str, lang: Language, t: Translator) -> Screen:
    said = t(
        "Type the value in this language: {language}. At most 500 characters; a single hyphen takes it back.",
        language=OWN_NAMES[lang],
    )
    return Screen(said, ((Button(t.plain("Back"), OpenFact(key)),),))


def campaigns(
    found: Sequence[Campaign],
    plans: Sequence[Plan],
    versions: Sequence[ContentVersion],
    known: Colleagues,
    t: Translator,
) -> Screen:
    years = {plan.id: f"{plan.starts_on.year}–{plan.ends_on.year}" for plan in plans}
    said = [
        t(
            "{years}: from {first} to {last}",
            years=years.get(one.plan_id, one.plan_id),
            first=t.moment(one.opens_at),
            last=t.moment(one.closes_at),
        )
        for one in found
    ]
    buttons = [
        Button(t.plain("Plan {years}: set the dates", years=years[plan.id]), EditCampaign(plan.id)) for plan in plans
    ]
    body = Markup("\n").join(said) if said else t("No collection is announced.")
    text = lines(t("<b>Collections of initiatives</b>"), body, edits(versions, known, t))
    return Screen(text, column([*buttons, _back(t)]))


def ask_dates(t: Translator) -> Screen:
    said = t(
        "Type the first and the last day, for example: 2027-01-10 2027-03-31. The last day counts in full. Whoever "
        "asked to be told will be told when it opens."
    )
    return Screen(said, ((Button(t.plain("Back"), ListCampaigns()),),))
