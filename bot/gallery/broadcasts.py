"""/broadcast, and what its readers see."""

from collections.abc import Iterator, Mapping

from bot.gallery import Example, samples, show
from bot.gallery.seminars import seminar
from handlers.screens import broadcasts as public
from handlers.screens.secretariat import broadcast_audience as audience
from handlers.screens.secretariat import broadcast_confirming as confirming
from handlers.screens.secretariat import broadcast_content as content
from handlers.screens.secretariat import broadcast_progress as progress
from handlers.screens.secretariat import broadcast_report as reports
from handlers.screens.secretariat import broadcasts as screens
from locales.translator import Translator
from models import Broadcast, BroadcastState, BroadcastText, Language, MediaKind, MessageState
from services.audiences import Audience, Who
from services.broadcast_checks import MOST_CAPTION, MOST_TEXT, ROOM, Blocker
from services.broadcasting import Progress

S = BroadcastState
COUNTS = {Language.KY: 612_345, Language.RU: 301_234, Language.EN: 86_421}


def broadcast(state: S = S.DRAFT, *, is_longest: bool = False, media: MediaKind | None = None) -> Broadcast:
    """An announcement in Kyrgyz and Russian with every part it may have."""
    length = (MOST_CAPTION if media else MOST_TEXT) - ROOM
    words = samples.LONG_TEXT.replace("<b>", "").replace("</b>", "").replace("&", "and").replace("<", "")
    html = (words * 3)[:length] if is_longest else "The <b>collection of initiatives</b> opens on Monday."
    one = Broadcast(id=samples.LARGE, state=state, audience=Audience().keep(), fallback=Language.RU)
    one.texts = [BroadcastText(lang=lang, text=html) for lang in (Language.KY, Language.RU)]
    one.links = [{"url": "https://www.ogp.el.kg", "ky": "x" * 40, "ru": "y" * 40}] * 3
    one.media_kind, one.media_file_id = media, "id" if media else None
    one.created_at = one.starts_at = one.started_at = one.ended_at = samples.NOW
    return one


def examples(t: Translator) -> Iterator[Example]:
    names = samples.names() | {"commitment": {}}
    draft = broadcast()
    narrow = broadcast()
    narrow.audience = Audience(Who.SUPPORTERS, "7", Language.KY, next(iter(names["region"]))).keep()
    for media in (None, *MediaKind):
        yield show(str(media), public.announcement, broadcast(media=media, is_longest=True), t)
    yield show("several", screens.listed, [broadcast(state) for state in S], t)
    yield show("none", screens.listed, [], t)
    yield show("ready", screens.draft, draft, COUNTS, [], names, t)
    every = [
        Blocker(what, Language.EN, "9")
        for what in (
            "missing-text",
            "fallback-unconfirmed",
            "too-long",
            "broken-link",
            "private-link",
            "gone-link",
            "unreached-link",
            "quiet-hours",
            "similar",
            "nobody",
        )
    ]
    yield show("everything keeps it", screens.draft, narrow, COUNTS, every, names, t)
    yield show("", content.ask_text, samples.LARGE, Language.KY, t)
    yield show("", content.ask_media, samples.LARGE, t)
    yield show("", content.ask_link, samples.LARGE, t)
    yield show("", audience.ask_initiative, samples.LARGE, t)
    yield show("narrow", audience.audience, narrow, COUNTS, names, t)
    yield show("a theme", audience.choose_target, samples.LARGE, Who.THEME, names["theme"], t)
    yield show("", audience.choose_region, samples.LARGE, names["region"], t)
    yield show("", audience.choose_seminar, samples.LARGE, [seminar()], t)
    yield show("none", audience.choose_seminar, samples.LARGE, [], t)
    yield from _confirming(draft, every, names, t)
    yield from _running(t)


def _confirming(
    draft: Broadcast, every: list[Blocker], names: Mapping[str, audience.Names], t: Translator
) -> Iterator[Example]:
    yield show("", confirming.ask_hour, samples.LARGE, t)
    yield show("", confirming.hour_unread, samples.LARGE, t)
    yield show("", confirming.hour_past, samples.LARGE, samples.NOW, t)
    yield show("everything", confirming.held_back, samples.LARGE, every, t)
    yield show("with approval", confirming.confirm, draft, COUNTS, True, t)
    yield show("a colleague's", confirming.to_approve, broadcast(S.AWAITING), names, t, counts=COUNTS)
    yield show("one's own", confirming.to_approve, broadcast(S.AWAITING), names, t, is_own=True)
    yield show("for later", confirming.approved, broadcast(S.SCHEDULED), t)
    yield show("", confirming.returned, broadcast(), t)


def _running(t: Translator) -> Iterator[Example]:
    states = dict(zip(MessageState, range(1000, 11000, 1000), strict=True))
    shown = Progress(1_000_000, True, states, 24.7, 12_345)
    for state in (S.SCHEDULED, S.RUNNING, S.PAUSED, S.STOPPED, S.FINISHED):
        yield show(state.value, progress.live, broadcast(state), shown, t)
    yield show("just begun", progress.live, broadcast(S.RUNNING), Progress(0, False, {}), t)
    yield show("", progress.confirm_stop, broadcast(S.RUNNING), shown, t)
    yield show("", progress.confirm_unschedule, broadcast(S.SCHEDULED), t)
    why = [
        (MessageState.UNREACHABLE, "blocked", 400),
        (MessageState.FAILED, "Bad Request: message is too long", 3),
        (MessageState.UNKNOWN, "", 1),
    ]
    for state in (S.STOPPED, S.FINISHED):
        yield show(state.value, reports.report, broadcast(state), shown, why, t)
        yield show(state.value, reports.picture, broadcast(state), shown, why * 5, t)
    yield show("", reports.confirm_resend, broadcast(S.FINISHED), shown, t)
