"""Example data: what the content files hold, and people's texts as long as they may be."""

from datetime import UTC, date, datetime
from functools import lru_cache

from locales import content as files
from models import (
    Citizen,
    Commitment,
    CommitmentAgency,
    CommitmentText,
    FaqCategory,
    FaqCategoryText,
    FaqEntry,
    FaqText,
    File,
    FileKind,
    Frequency,
    Initiative,
    InitiativeAnswer,
    InitiativeEvent,
    InitiativeFile,
    InitiativeState,
    InitiativeText,
    Language,
    Origin,
    Plan,
    Question,
    QuestionState,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
BOT = "AchykOkmotBot"
# The largest ids there will be, so that every payload is as long as it can get.
LARGE = 10**9
TITLE = "Publish <every> school’s income & spending online"
LONG_TITLE = (TITLE + " so that each parent can see it ")[:80] + "x" * 40
LONG_TEXT = ("Parents cannot see how a school spends its money; <b>nobody</b> publishes it & nobody asks. " * 30)[:2000]


@lru_cache(maxsize=1)
def names() -> dict[str, dict[str, dict[str, str]]]:
    """The names of themes, bodies and regions: what → id → language → name."""
    listed = {"theme": "themes", "agency": "agencies", "region": "regions"}
    return {what: {row["id"]: row["name"] for row in files.read(file)} for what, file in listed.items()}


def plan() -> Plan:
    return Plan(id="nap", starts_on=date(2018, 9, 1), ends_on=date(2020, 8, 31), is_approved=True)


@lru_cache(maxsize=1)
def commitments() -> list[Commitment]:
    """All commitments of the content files."""
    return [
        Commitment(
            id=row["id"],
            plan_id=row["plan"],
            position=row["position"],
            theme_id=row["theme"],
            ogp_values=",".join(row["values"]),
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            texts=[CommitmentText(lang=lang, title=row["title"][lang], short=row["short"][lang]) for lang in Language],
            leads=[CommitmentAgency(agency_id=lead, position=place) for place, lead in enumerate(row["leads"])],
        )
        for row in files.read("commitments")
    ]


@lru_cache(maxsize=1)
def faq_entries() -> list[FaqEntry]:
    """All topics of the content files."""
    words = {lang: files.read_parts(f"faq/{lang}") for lang in Language}
    return [
        FaqEntry(
            id=topic,
            category_id=about["category"],
            position=place,
            related=",".join(about["related"]),
            texts=[FaqText(lang=lang, **_title_and_answer(words[lang][topic])) for lang in Language],
        )
        for place, (topic, about) in enumerate(files.topics().items())
    ]


def _title_and_answer(words: dict[str, str]) -> dict[str, str]:
    return {"title": words["title"], "answer": words["answer"]}


@lru_cache(maxsize=1)
def faq_categories() -> list[FaqCategory]:
    return [
        FaqCategory(
            id=row["id"],
            position=place,
            texts=[FaqCategoryText(lang=lang, name=row["name"][lang]) for lang in Language],
        )
        for place, row in enumerate(files.read("faq/categories"))
    ]


def citizen(*, often: Frequency = Frequency.AT_ONCE, is_plain: bool = False) -> Citizen:
    """Somebody with every wish set, or (``is_plain``) with none."""
    return Citizen(
        id=LARGE,
        region_id=None if is_plain else "jalal-abad",
        frequency=often,
        digest_hour=18,
        quiet_from=0 if is_plain else 22,
        quiet_until=0 if is_plain else 8,
        wants_announcements=not is_plain,
        wants_supported=not is_plain,
        wants_seminars=not is_plain,
        wants_deadlines=not is_plain,
        staff_menu="moderator" if is_plain else None,
    )


def initiative(
    state: InitiativeState = InitiativeState.UNDER_REVIEW,
    *,
    is_long: bool = False,
    is_published: bool = True,
    id_: int = LARGE,
) -> Initiative:
    """An initiative with everything filled in; ``is_long``: every text as long as it may be."""
    is_draft = state is InitiativeState.DRAFT
    text = InitiativeText(
        lang=Language.EN,
        title=LONG_TITLE if is_long else TITLE,
        problem=LONG_TEXT if is_long else "Parents cannot see how a school spends its money.",
        proposal=LONG_TEXT if is_long else "Every school publishes its income and spending each quarter.",
        result=LONG_TEXT if is_long else "In a year the spending of all schools can be seen on one site.",
        origin=Origin.AUTHOR,
    )
    decided = state not in {
        InitiativeState.DRAFT,
        InitiativeState.SUBMITTED,
        InitiativeState.UNDER_REVIEW,
        InitiativeState.CLARIFICATION,
    }
    return Initiative(
        id=id_,
        number=None if is_draft else "KG-2026-00017",
        author_id=LARGE,
        lang=Language.EN,
        state=state,
        theme_id="justice-lawmaking",
        agency_id="adilet-sot",
        region_id="jalal-abad",
        name="Asel & Bakyt",
        contact="asel@example.kg",
        is_short=False,
        created_at=NOW,
        changed_at=NOW,
        submitted_at=None if is_draft else NOW,
        published_at=NOW if is_published and not is_draft else None,
        decision_published_at=NOW if decided else None,
        texts=[text],
        answers=[InitiativeAnswer(field="title", answered_at=NOW)],
        events=[InitiativeEvent(state=one, at=NOW, published_at=NOW) for one in (InitiativeState.SUBMITTED, state)],
        attachments=[_attachment(kind, place) for place, kind in enumerate(FileKind, 1)],
    )


def _attachment(kind: FileKind, place: int) -> InitiativeFile:
    name = "budget <2026>.pdf" if kind is FileKind.DOCUMENT else None
    file = File(kind=kind, name=name, telegram_file_id="file", unique_id="file")
    return InitiativeFile(id=LARGE + place, position=place, file=file)


def question(state: QuestionState = QuestionState.OPEN) -> Question:
    return Question(
        id=LARGE, number="Q-2026-00003", lang=Language.EN, text=LONG_TEXT, state=state, asked_at=NOW, author_id=LARGE
    )
