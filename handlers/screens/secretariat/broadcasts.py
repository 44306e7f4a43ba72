"""/broadcast: the list, a draft's card, and what is asked to fill it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.broadcast_progress import STATES, ListBroadcasts, OpenBroadcast
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator, msg
from models import Broadcast, BroadcastState, Language, MediaKind
from services.audiences import Audience, Who
from services.broadcast_checks import Blocker, visible
from services.broadcasts import MOST_LINKS

ANY = "-"  # no target, no region, every language
Names = Mapping[str, Mapping[str, str]]
WHO = {
    Who.EVERYONE: msg("Everyone"),
    Who.COMMITMENT: msg("Followers of a commitment"),
    Who.AGENCY: msg("Followers of an agency"),
    Who.THEME: msg("Followers of a theme"),
    Who.SUPPORTERS: msg("Supporters of an initiative"),
    Who.AUTHORS: msg("Authors of initiatives"),
    Who.STAFF: msg("Staff"),
}
_MEDIA = {MediaKind.PHOTO: msg("a photo"), MediaKind.DOCUMENT: msg("a document"), MediaKind.VIDEO: msg("a video")}
_BLOCKERS = {
    "missing-text": msg("There is no text in {language}."),
    "fallback-unconfirmed": msg("There is no text in {language}, and no other one is confirmed for its readers."),
    "too-long": msg("The text in {language} is too long, by {detail}."),
    "broken-link": msg("A link in {language} leads nowhere: {detail}"),
    "quiet-hours": msg("At this hour most people want silence (22:00 to 8:00). Choose another hour."),
    "similar": msg("Much the same announcement goes out within an hour of it: No. {detail}."),
    "nobody": msg("Nobody is in the audience."),
}


@dataclass(frozen=True)
class NewBroadcast(Payload):
    prefix: ClassVar[str] = "bn"


@dataclass(frozen=True)
class WriteBroadcast(Payload):
    """Type its text in a language."""

    prefix: ClassVar[str] = "bw"
    id: int
    lang: Language


@dataclass(frozen=True)
class UseInstead(Payload):
    """Readers of English get this language."""

    prefix: ClassVar[str] = "bf"
    id: int
    lang: Language


@dataclass(frozen=True)
class AttachToBroadcast(Payload):
    """Send a file for it; ``on`` 0: take the file off."""

    prefix: ClassVar[str] = "bm"
    id: int
    on: int


@dataclass(frozen=True)
class LinkBroadcast(Payload):
    """Type a button; ``on`` 0: no buttons."""

    prefix: ClassVar[str] = "bk"
    id: int
    on: int


@dataclass(frozen=True)
class ChooseAudience(Payload):
    prefix: ClassVar[str] = "ba"
    id: int


@dataclass(frozen=True)
class SetWho(Payload):
    """This kind of people; of which thing is asked next where it needs one."""

    prefix: ClassVar[str] = "by"
    id: int
    who: Who
    target: str


@dataclass(frozen=True)
class ChooseRegion(Payload):
    prefix: ClassVar[str] = "bg"
    id: int


@dataclass(frozen=True)
class NarrowRegion(Payload):
    prefix: ClassVar[str] = "bh"
    id: int
    region: str


@dataclass(frozen=True)
class NarrowLanguage(Payload):
    """Only readers of this language; - for all."""

    prefix: ClassVar[str] = "bj"
    id: int
    lang: str


@dataclass(frozen=True)
class SpareBusy(Payload):
    """Leave out those in the middle of a form, or not."""

    prefix: ClassVar[str] = "bb"
    id: int
    on: int


@dataclass(frozen=True)
class PreviewBroadcast(Payload):
    prefix: ClassVar[str] = "bv"
    id: int


@dataclass(frozen=True)
class TryBroadcast(Payload):
    prefix: ClassVar[str] = "bt"
    id: int


@dataclass(frozen=True)
class ConfirmBroadcast(Payload):
    """Send now; ``sure`` after the question."""

    prefix: ClassVar[str] = "bc"
    id: int
    sure: int


@dataclass(frozen=True)
class ScheduleBroadcast(Payload):
    """Type the hour."""

    prefix: ClassVar[str] = "bd"
    id: int


@dataclass(frozen=True)
class ApproveBroadcast(Payload):
    prefix: ClassVar[str] = "bq"
    id: int


@dataclass(frozen=True)
class TakeBackBroadcast(Payload):
    prefix: ClassVar[str] = "bx"
    id: int


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


def audience_words(audience: Audience, names: Mapping[str, Names], t: Translator) -> Markup:
    """Whom an audience holds, in words."""
    said = [t.plain(WHO[audience.who])]
    if audience.target is not None:
        known = names.get(audience.who.value, {}).get(audience.target)
        said[0] = f"{said[0]} ({t.pick(known) if known else audience.target})"
    if audience.language is not None:
        said.append(t.plain("language: {name}", name=OWN_NAMES[audience.language]))
    if audience.region is not None:
        said.append(t.plain("region: {name}", name=t.pick(names["region"][audience.region])))
    if audience.spares_busy:
        said.append(t.plain("without those who are filling in a form now"))
    return Markup("{}").format("; ".join(said))


def _counted(counts: Mapping[Language, int], t: Translator) -> Markup:
    each = ", ".join(f"{OWN_NAMES[lang]} {number}" for lang, number in counts.items())
    return t("<b>People now:</b> {total} ({each})", total=sum(counts.values()), each=each)


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
        _counted(counts, t),
        _blocked(blockers, t),
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


def _blocked(blockers: Sequence[Blocker], t: Translator) -> Markup:
    if not blockers:
        return t("Nothing keeps it from being sent.")
    said = [
        t(_BLOCKERS[one.what], language=OWN_NAMES[one.lang] if one.lang else "", detail=one.detail) for one in blockers
    ]
    return lines(t("<b>What keeps it from being sent</b>"), Markup("\n").join(said))


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
        Button(t.plain("Take the file off"), AttachToBroadcast(one, 0))
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
    waits_only_for_another_hour = all(blocker.what in {"quiet-hours", "similar"} for blocker in blockers)
    if waits_only_for_another_hour:
        buttons.append(Button(t.plain("Send a test to me"), TryBroadcast(one)))
        if not blockers:
            buttons.append(Button(t.plain("Send now"), ConfirmBroadcast(one, 0)))
        buttons.append(Button(t.plain("Schedule"), ScheduleBroadcast(one)))
    buttons += [
        Button(t.plain("Refresh"), OpenBroadcast(one)),
        Button(t.plain("Delete this draft"), DeleteBroadcast(one)),
        Button(t.plain("All announcements"), ListBroadcasts()),
    ]
    return buttons


def ask_text(broadcast_id: int, lang: Language, t: Translator) -> Screen:
    """Formatting is kept as it is typed in Telegram."""
    said = t(
        "Type the announcement in this language: {language}. Bold, italics and links are kept as you format them in "
        "Telegram.",
        language=OWN_NAMES[lang],
    )
    return Screen(said, _back(broadcast_id, t))


def ask_media(broadcast_id: int, t: Translator) -> Screen:
    """One file."""
    return Screen(t("Send one photo, document or video. A caption is not used."), _back(broadcast_id, t))


def ask_link(broadcast_id: int, t: Translator) -> Screen:
    """An address and its labels, a line each."""
    said = t(
        "Type the button in one message, a line each: the web address, its label in Kyrgyz, in Russian and, if there "
        "is one, in English.\n\n<code>https://www.ogp.el.kg\nlabel in Kyrgyz\nlabel in Russian\nlabel in English</code>"
    )
    return Screen(said, _back(broadcast_id, t))


def ask_initiative(broadcast_id: int, t: Translator) -> Screen:
    """Whose supporters."""
    return Screen(t("Type the number of the initiative, for example KG-26-0001."), _back(broadcast_id, t))


def ask_hour(broadcast_id: int, t: Translator) -> Screen:
    """When it begins."""
    said = t("Type the day and the hour it begins (Bishkek), for example 2027-01-11 10:00.")
    return Screen(said, _back(broadcast_id, t))


def _back(broadcast_id: int, t: Translator) -> tuple[tuple[Button, ...], ...]:
    return column([Button(t.plain("Back to the announcement"), OpenBroadcast(broadcast_id))])


def audience(broadcast: Broadcast, counts: Mapping[Language, int], names: Mapping[str, Names], t: Translator) -> Screen:
    """Who gets it, with the counts as they are now."""
    one, now = broadcast.id, Audience.parse(broadcast.audience)
    said = lines(t("<b>Whom it is for</b>"), audience_words(now, names, t), _counted(counts, t))
    buttons = [Button(t.plain(label), SetWho(one, who, ANY)) for who, label in WHO.items()]
    buttons += [
        Button(t.plain("Only readers of: {language}", language=OWN_NAMES[lang]), NarrowLanguage(one, lang.value))
        for lang in Language
        if lang is not now.language
    ]
    if now.language is not None:
        buttons.append(Button(t.plain("Every language"), NarrowLanguage(one, ANY)))
    buttons.append(Button(t.plain("Region"), ChooseRegion(one)))
    buttons.append(
        Button(t.plain("Also those who are filling in a form now"), SpareBusy(one, 0))
        if now.spares_busy
        else Button(t.plain("Without those who are filling in a form now"), SpareBusy(one, 1))
    )
    return Screen(said, (*column(buttons), *_back(one, t)))


def choose_target(broadcast_id: int, who: Who, found: Names, t: Translator) -> Screen:
    """Of which commitment, agency or theme."""
    buttons = [
        Button(shortened(str(t.pick(name)), 60), SetWho(broadcast_id, who, target)) for target, name in found.items()
    ]
    return Screen(t("{who}: which?", who=t.plain(WHO[who])), (*column(buttons[:90]), *_back(broadcast_id, t)))


def choose_region(broadcast_id: int, regions: Names, t: Translator) -> Screen:
    """Of which region, as people have chosen it for themselves."""
    buttons = [Button(str(t.pick(name)), NarrowRegion(broadcast_id, region)) for region, name in regions.items()]
    buttons.append(Button(t.plain("Every region"), NarrowRegion(broadcast_id, ANY)))
    return Screen(t("Only people of which region?"), (*column(buttons), *_back(broadcast_id, t)))


def confirm(broadcast: Broadcast, counts: Mapping[Language, int], needs_approval: bool, t: Translator) -> Screen:
    """The last question."""
    said = lines(
        t("<b>Send announcement No. {n} now?</b>", n=broadcast.id),
        _counted(counts, t),
        t("A second person has to approve it first.") if needs_approval else None,
    )
    yes = Button(t.plain("Yes, send it"), ConfirmBroadcast(broadcast.id, 1))
    return Screen(said, (*column([yes]), *_back(broadcast.id, t)))


def to_approve(broadcast: Broadcast, t: Translator) -> Screen:
    """What a second person is asked, and what its announcer sees meanwhile."""
    starts = broadcast.starts_at
    when = t("It begins on {moment} (Bishkek).", moment=t.moment(starts)) if starts else t("It begins when approved.")
    said = lines(
        t("<b>Announcement No. {n}</b>: {state}", n=broadcast.id, state=t.plain(STATES[BroadcastState.AWAITING])),
        when,
        t("Somebody other than its announcer approves it. Look at the preview first."),
    )
    buttons = [
        Button(t.plain("Preview in each language"), PreviewBroadcast(broadcast.id)),
        Button(t.plain("Approve"), ApproveBroadcast(broadcast.id)),
        Button(t.plain("Back to a draft"), TakeBackBroadcast(broadcast.id)),
        Button(t.plain("All announcements"), ListBroadcasts()),
    ]
    return Screen(said, column(buttons))
