"""Whom an announcement is for: in words, in numbers, and to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from handlers.callbacks import Payload
from handlers.screens.screen import Button, Screen, column, lines
from handlers.screens.secretariat.broadcast_content import back
from handlers.screens.texts import shortened
from locales.translator import OWN_NAMES, Translator, msg
from models import Broadcast, Language, Seminar
from services.audiences import Audience, Who

ANY = "-"  # no target, no region, every language
Names = Mapping[str, Mapping[str, str]]
WHO = {
    Who.EVERYONE: msg("Everyone"),
    Who.COMMITMENT: msg("Followers of a commitment"),
    Who.AGENCY: msg("Followers of an agency"),
    Who.THEME: msg("Followers of a theme"),
    Who.SUPPORTERS: msg("Supporters of an initiative"),
    Who.SEMINAR: msg("Participants of a seminar"),
    Who.AUTHORS: msg("Authors of initiatives"),
    Who.STAFF: msg("Staff"),
}


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


def counted(counts: Mapping[Language, int], t: Translator) -> Markup:
    """How many people there are, per language."""
    each = ", ".join(f"{OWN_NAMES[lang]} {number}" for lang, number in counts.items())
    return t("<b>People now:</b> {total} ({each})", total=sum(counts.values()), each=each)


def audience(broadcast: Broadcast, counts: Mapping[Language, int], names: Mapping[str, Names], t: Translator) -> Screen:
    """Who gets it, with the counts as they are now."""
    one, now = broadcast.id, Audience.parse(broadcast.audience)
    said = lines(t("<b>Whom it is for</b>"), audience_words(now, names, t), counted(counts, t))
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
    return Screen(said, (*column(buttons), *back(one, t)))


def choose_target(broadcast_id: int, who: Who, found: Names, t: Translator) -> Screen:
    """Of which commitment, agency or theme."""
    buttons = [
        Button(shortened(str(t.pick(name)), 60), SetWho(broadcast_id, who, target)) for target, name in found.items()
    ]
    return Screen(t("{who}: which?", who=t.plain(WHO[who])), (*column(buttons[:90]), *back(broadcast_id, t)))


def choose_seminar(broadcast_id: int, found: Sequence[Seminar], t: Translator) -> Screen:
    """Of which seminar; those with a seat and those who were there."""
    said = t("Whose participants? Those who hold a seat and those who were there; not the waiting list.")
    buttons = [
        Button(
            shortened(t.plain("{day}, {title}", day=t.day(one.starts_at), title=t.pick(one.by_language("title"))), 60),
            SetWho(broadcast_id, Who.SEMINAR, str(one.id)),
        )
        for one in found
        if one.starts_at is not None
    ]
    if not buttons:
        said = lines(said, t("No seminar has been announced yet."))
    return Screen(said, (*column(buttons), *back(broadcast_id, t)))


def choose_region(broadcast_id: int, regions: Names, t: Translator) -> Screen:
    """Of which region, as people have chosen it for themselves."""
    buttons = [Button(str(t.pick(name)), NarrowRegion(broadcast_id, region)) for region, name in regions.items()]
    buttons.append(Button(t.plain("Every region"), NarrowRegion(broadcast_id, ANY)))
    return Screen(t("Only people of which region?"), (*column(buttons), *back(broadcast_id, t)))


def ask_initiative(broadcast_id: int, t: Translator) -> Screen:
    """Whose supporters."""
    return Screen(t("Type the number of the initiative, for example KG-2026-00017."), back(broadcast_id, t))
