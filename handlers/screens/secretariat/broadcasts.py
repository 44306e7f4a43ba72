"""/broadcast: the list, and a draft's card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.broadcast_audience import ChooseAudience, Names, audience_words, counted
from handlers.screens.secretariat.broadcast_confirming import (
    ConfirmBroadcast,
    PreviewBroadcast,
    ScheduleBroadcast,
    TrustLinks,
    TryBroadcast,
    blocked,
)
from handlers.screens.secretariat.broadcast_content import (
    AttachToBroadcast,
    LinkBroadcast,
    UseInstead,
    WriteBroadcast,
)
from handlers.screens.secretariat.broadcast_progress import STATES, ListBroadcasts, OpenBroadcast
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator, msg
from models import Broadcast, Language, MediaKind
from services.audiences import Audience
from services.broadcast_checks import Blocker, visible
from services.broadcasts import MOST_LINKS

_MEDIA = {MediaKind.PHOTO: msg("a photo"), MediaKind.DOCUMENT: msg("a document"), MediaKind.VIDEO: msg("a video")}

# Blockers that keep even a test from being sent, and those that another hour cures.
_OF_TEXTS = frozenset({"missing-text", "fallback-unconfirmed", "too-long", "broken-link"})
_OF_THE_HOUR = frozenset({"quiet-hours", "similar"})


@dataclass(frozen=True)
class NewBroadcast(Payload):
    prefix: ClassVar[str] = "bn"


@dataclass(frozen=True)
class DeleteBroadcast(Payload):
    prefix: ClassVar[str] = "bz"
    id: int


def listed(found: Sequence[Broadcast], t: Translator) -> Screen:
    """What goes on and what was."""
    buttons = [Button(t.plain("New announcement"), NewBroadcast())]
    for one in found:
        words = visible(one.text_in(t.language) or one.text_in("ky") or one.text_in("ru") or "…")
        label = t.plain(
            "No. {n}, {state}: {text}", n=one.id, state=t.plain(STATES[one.state]), text=shortened(words, 24)
        )
        buttons.append(Button(label, OpenBroadcast(one.id)))
    return Screen(t("<b>Announcements</b>\n\nOne message to many people, each in their own language."), column(buttons))


def draft(
    broadcast: Broadcast,
    counts: Mapping[Language, int],
    blockers: Sequence[Blocker],
    names: Mapping[str, Names],
    t: Translator,
    note: Markup | None = None,
) -> Screen:
    """A draft's card: what is there, who would get it, what keeps it from beginning."""
    audience = Audience.parse(broadcast.audience)
    media = t.plain(_MEDIA[broadcast.media_kind]) if broadcast.media_kind else t.plain("none")
    said = lines(
        note,
        t("<b>Announcement No. {n}</b>: {state}", n=broadcast.id, state=t.plain(STATES[broadcast.state])),
        Markup("\n").join(_text_line(broadcast, lang, t) for lang in Language),
        t("<b>File:</b> {what}", what=media),
        t("<b>Buttons:</b> {what}", what=", ".join(link["url"] for link in broadcast.links) or t.plain("none")),
        t("<b>For:</b> {who}", who=audience_words(audience, names, t)),
        counted(counts, t),
        blocked(blockers, t),
    )
    return Screen(said, column(_draft_buttons(broadcast, blockers, t)))


def _text_line(broadcast: Broadcast, lang: Language, t: Translator) -> Markup:
    html = broadcast.text_in(lang)
    if html:
        return t("{language}: {text}", language=OWN_NAMES[lang], text=shortened(visible(html), 120))
    if lang is Language.EN and broadcast.fallback is not None:
        return t("{language}: gets the text in this language: {other}", language=OWN_NAMES[lang],
                 other=OWN_NAMES[broadcast.fallback])  # fmt: skip
    return t("{language}: no text yet", language=OWN_NAMES[lang])


def _draft_buttons(broadcast: Broadcast, blockers: Sequence[Blocker], t: Translator) -> list[Button]:
    one = broadcast.id
    buttons = [
        Button(t.plain("Text: {language}", language=OWN_NAMES[lang]), WriteBroadcast(one, lang)) for lang in Language
    ]
    if not broadcast.text_in("en"):
        buttons += [
            Button(t.plain("English readers get: {language}", language=OWN_NAMES[lang]), UseInstead(one, lang))
            for lang in (Language.KY, Language.RU)
            if broadcast.text_in(lang) and broadcast.fallback is not lang
        ]
    buttons.append(
        Button(t.plain("Remove the file"), AttachToBroadcast(one, 0))
        if broadcast.media_kind
        else Button(t.plain("Add a photo, document or video"), AttachToBroadcast(one, 1))
    )
    if len(broadcast.links) < MOST_LINKS:
        buttons.append(Button(t.plain("Add a link button"), LinkBroadcast(one, 1)))
    if broadcast.links:
        buttons.append(Button(t.plain("Remove the buttons"), LinkBroadcast(one, 0)))
    buttons.append(Button(t.plain("Whom it is for"), ChooseAudience(one)))
    if broadcast.texts:
        buttons.append(Button(t.plain("Preview in each language"), PreviewBroadcast(one)))
    what = {blocker.what for blocker in blockers}
    if "unreached-link" in what:
        buttons.append(Button(t.plain("I have opened the links: they are right"), TrustLinks(one)))
    if not what & _OF_TEXTS:
        buttons.append(Button(t.plain("Send a test to me"), TryBroadcast(one)))
    if not what:
        buttons.append(Button(t.plain("Send now"), ConfirmBroadcast(one, 0)))
    if what <= _OF_THE_HOUR:
        buttons.append(Button(t.plain("Schedule"), ScheduleBroadcast(one)))
    buttons += [
        Button(t.plain("Refresh"), OpenBroadcast(one)),
        Button(t.plain("Delete this draft"), DeleteBroadcast(one)),
        Button(t.plain("All announcements"), ListBroadcasts()),
    ]
    return buttons
