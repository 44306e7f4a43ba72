"""/broadcast, and what its readers see."""

from collections.abc import Iterator

from bot.gallery import Example, samples, show
from handlers.screens import broadcasts as public
from handlers.screens.secretariat import broadcast_progress as progress
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
            "quiet-hours",
            "similar",
            "nobody",
        )
    ]
    yield show("everything keeps it", screens.draft, narrow, COUNTS, every, names, t)
    yield show("", screens.ask_text, samples.LARGE, Language.KY, t)
    yield show("", screens.ask_media, samples.LARGE, t)
    yield show("", screens.ask_link, samples.LARGE, t)
    yield show("", screens.ask_initiative, samples.LARGE, t)
    yield show("", screens.ask_hour, samples.LARGE, t)
    yield show("narrow", screens.audience, narrow, COUNTS, names, t)
    yield show("a theme", screens.choose_target, samples.LARGE, Who.THEME, names["theme"], t)
    yield show("", screens.choose_region, samples.LARGE, names["region"], t)
    yield show("with approval", screens.confirm, draft, COUNTS, True, t)
    yield show("", screens.to_approve, broadcast(S.AWAITING), t)
    yield from _running(t)


def _running(t: Translator) -> Iterator[Example]:
    states = dict(zip(MessageState, range(1000, 11000, 1000), strict=True))
    shown = Progress(1_000_000, True, states, 24.7)
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
    yield show("stopped", progress.report, broadcast(S.STOPPED), shown, why, t)
