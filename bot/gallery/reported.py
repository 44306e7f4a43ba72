"""Example reports: as short and as long as a source may make them, in one language or in three, with markup in them."""

from datetime import date

from bot.gallery import samples
from models import (
    Assessment,
    Commitment,
    Completion,
    File,
    FileKind,
    Language,
    Origin,
    Report,
    ReportDeadline,
    ReportDraft,
    ReportFile,
    ReportState,
    ReportText,
    Verdict,
)
from services.assessments import Tally
from services.sources.incoming import IncomingReport, Words
from services.timelines import Event, Silence, StatusSet

DONE = "The register was <b>tested</b> in five courts & 1,200 acts were published."
OBSTACLES = "The tender failed in May: <i>nobody applied; a new one is announced for September."
TITLE = "Quarterly <report> of the Ministry & its bodies"
LINK = "https://example.kg/report?id=1&lang=ky#<top>"
# The longest that the HTTP API, an imported table or a feed may hand in.
LONG_TITLE = ((TITLE + " ") * 10)[:300]
LONG_DONE = ((DONE + " ") * 400)[:20_000]
LONG_OBSTACLES = (("</b>" + OBSTACLES + "\n") * 300)[:20_000]
LONG_LINK = ("https://example.kg/" + "a&b=<c>/" * 300)[:2000]
REASON = ("The period is not <stated> & the link does not open. " * 30)[:1000]
COMMENT = ("The office in our village is <b>still</b> closed & nobody answers. " * 30)[:1000]
LARGE_TALLY = Tally(dict.fromkeys(Verdict, samples.LARGE))


def commitment() -> Commitment:
    """The commitment with the longest title, as most people read it."""
    return max(samples.commitments(), key=lambda one: max(len(text.title) for text in one.texts))


def report(
    *,
    is_long: bool = False,
    languages: tuple[Language, ...] = tuple(Language),
    state: ReportState = ReportState.PUBLISHED,
    id_: int = samples.LARGE,
) -> Report:
    """A report with everything filled in; ``is_long``: every text as long as its source may make it."""
    return Report(
        id=id_,
        source="import:" + "x" * 53 if is_long else "chat",
        external_id="<draft>&" * 25,
        commitment_id=commitment().id,
        agency_id="adilet-sot",
        period_from=date(2026, 1, 15) if is_long else date(2026, 7, 1),
        period_to=date(2026, 9, 30),
        status=Completion.SUBSTANTIAL,
        status_before=Completion.NOT_STARTED,
        evidence_url=LONG_LINK if is_long else LINK,
        state=state,
        rejection_reason=REASON if state is ReportState.REJECTED else None,
        received_at=samples.NOW,
        published_at=samples.NOW if state is ReportState.PUBLISHED else None,
        texts=[_text(lang, is_long=is_long) for lang in languages],
        files=[ReportFile(position=place, file=_file(kind)) for place, kind in enumerate(FileKind, 1)],
    )


def bare_report(state: ReportState = ReportState.PUBLISHED) -> Report:
    """A report that states as little as a source may: one language, and nothing beside what was done."""
    return Report(
        id=1,
        source="import:old",
        external_id="1",
        commitment_id=commitment().id if state is ReportState.PUBLISHED else None,
        state=state,
        received_at=samples.NOW,
        published_at=samples.NOW if state is ReportState.PUBLISHED else None,
        texts=[ReportText(lang=Language.RU, done=DONE, origin=Origin.AUTHOR)],
        files=[],
    )


def changed_report() -> Report:
    """A published report whose source has sent other words, as long as they may be."""
    one = report(is_long=True)
    words = Words(title=LONG_TITLE, done=LONG_DONE, obstacles=LONG_OBSTACLES)
    said = IncomingReport(
        external_id=one.external_id, evidence_url=LONG_LINK, texts=dict.fromkeys(Language, words), status=None
    )
    one.pending = said.model_dump(mode="json")
    return one


def _text(lang: Language, *, is_long: bool) -> ReportText:
    return ReportText(
        lang=lang,
        title=LONG_TITLE if is_long else TITLE,
        done=LONG_DONE if is_long else DONE,
        obstacles=LONG_OBSTACLES if is_long else OBSTACLES,
        origin=Origin.AUTHOR,
    )


def _file(kind: FileKind) -> File:
    name = "budget <2026>.pdf" if kind is FileKind.DOCUMENT else None
    return File(kind=kind, name=name, telegram_file_id="file", unique_id="file")


def draft(*, is_long: bool = False, is_empty: bool = False) -> ReportDraft:
    """An officer's draft; ``is_long``: every answer as long as the chat takes it."""
    answers = {
        "commitment": commitment().id,
        "period": "2026Q3",
        "status": Completion.LIMITED.value,
        "done": LONG_DONE[:3000] if is_long else DONE,
        "obstacles": LONG_OBSTACLES[:2000] if is_long else OBSTACLES,
        "evidence_url": LONG_LINK if is_long else LINK,
        "files": [{"id": samples.LARGE, "kind": FileKind.PHOTO.value, "name": None}] * 5,
    }
    return ReportDraft(
        id=samples.LARGE,
        commitment_id=None if is_empty else commitment().id,
        answers={} if is_empty else answers,
        created_at=samples.NOW,
        changed_at=samples.NOW,
    )


def assessment(verdict: Verdict = Verdict.PARTLY, *, is_hidden: bool = False, is_bare: bool = False) -> Assessment:
    """A citizen's answer, with the longest comment and a photo; ``is_bare``: the answer alone."""
    return Assessment(
        id=samples.LARGE,
        report_id=samples.LARGE,
        verdict=verdict,
        region_id=None if is_bare else "jalal-abad",
        comment=None if is_bare else COMMENT,
        photo_id=None if is_bare else samples.LARGE,
        photo=None if is_bare else _file(FileKind.PHOTO),
        changed_at=samples.NOW,
        hidden_at=samples.NOW if is_hidden else None,
    )


def deadline(one: Commitment, due_on: date = date(2026, 10, 15)) -> ReportDeadline:
    """When a report on the commitment was due."""
    return ReportDeadline(commitment_id=one.id, due_on=due_on)


def events() -> list[Event]:
    """What else happened to a commitment."""
    return [
        StatusSet(samples.NOW, Completion.SUBSTANTIAL),
        Silence(samples.NOW, date(2026, 9, 30)),
        StatusSet(samples.NOW, None),
    ]
