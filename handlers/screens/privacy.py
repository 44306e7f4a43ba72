"""Screens of /privacy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup, escape

from handlers.callbacks import Payload
from handlers.screens.screen import Attached, Button, Screen, column, lines
from handlers.screens.start import OpenMenu, menu_rows
from locales.translator import Translator
from services.faq import fill_in, of_facts
from services.privacy import Holdings


@dataclass(frozen=True)
class OpenPrivacy(Payload):
    prefix: ClassVar[str] = "priv"


@dataclass(frozen=True)
class TakeAlong(Payload):
    prefix: ClassVar[str] = "data"


@dataclass(frozen=True)
class Revoke(Payload):
    prefix: ClassVar[str] = "revk"


@dataclass(frozen=True)
class Erase(Payload):
    prefix: ClassVar[str] = "eras"
    sure: int


def policy(held: Holdings, facts: Mapping[str, str], *, has_consented: bool, inbox_hours: int, t: Translator) -> Screen:
    """What is kept and why, from what is really kept."""
    said = [
        t("<b>Your data</b>"),
        t(
            "Kept of you: your Telegram number, your language, your settings, and what you send. Name and contact only "
            "if you give them.\n• Drafts: {drafts}\n• Initiatives: {initiatives}\n• Questions: {questions}\n"
            "• Subscriptions: {subscriptions}\n• Initiatives you support: {supported}\n• Files: {files}",
            drafts=held.drafts,
            supported=held.supported,
            initiatives=held.initiatives,
            questions=held.questions,
            subscriptions=held.subscriptions,
            files=held.files,
        ),
        _about_reports(held, t),
        t("Seminars you registered for or attended: {seminars}", seminars=held.seminars),
        t(
            "Why: to pass your initiatives and questions on to the Secretariat, to answer you, and to send what you "
            "subscribed to. Texts, names, contacts and files are encrypted. Your messages are emptied once they are "
            "answered; only their running numbers are kept for {hours} hours.",
            hours=inbox_hours,
        ),
        t(
            "Who sees it: the Secretariat. Only the number, title, text, theme and region of published initiatives are "
            "public, and how many people support each of them. Who supports it is not public. Of an initiative that is "
            "not published yet, somebody who is about to send a similar one sees the number and theme, and the title "
            "once the Secretariat reads it."
        ),
        _facts(facts, t),
        t("Telegram itself also keeps this chat under its own rules."),
    ]
    buttons = [Button(t.plain("Send me my data as a file"), TakeAlong())]
    if has_consented:
        buttons.append(Button(t.plain("Take my consent back"), Revoke()))
    buttons.append(Button(t.plain("Erase my data"), Erase(0)))
    return Screen(lines(*said), (*column(buttons), *menu_rows(t)))


def _about_reports(held: Holdings, t: Translator) -> Markup | None:
    """Answers to "Is it true?", where there are any."""
    if not held.assessments:
        return None
    return t("• Answers about reports: {n} (published as a count only, without you)", n=held.assessments)


def _facts(facts: Mapping[str, str], t: Translator) -> Markup:
    """Facts of the Secretariat as whole sentences, or honest ones that they are not announced."""
    words = of_facts(("data_holder", "retention", "privacy_contact"))
    said = fill_in(words, facts, language=t.language, escape=lambda value: str(escape(value)))
    return Markup(said)  # noqa: S704 - our own HTML; the values are escaped


def file(exported: dict[str, Any], t: Translator) -> Screen:
    """One's own data as a JSON file."""
    content = json.dumps(exported, ensure_ascii=False, indent=2).encode()
    return Screen(
        t(
            "This is everything the bot keeps about you. The file itself stays in Telegram’s cloud, in this chat, "
            "until you delete it."
        ),
        attached=Attached(kind="document", name="my-data.json", content=content),
    )


def revoked(t: Translator) -> Screen:
    return Screen(
        t(
            "Your consent is taken back. Nothing more is sent until you agree again. What you sent before stays: "
            "withdraw it under /my, or erase your data."
        ),
        column([Button(t.plain("Erase my data"), Erase(0)), Button(t.plain("Main menu"), OpenMenu())]),
    )


def _staying(held: Holdings, t: Translator) -> list[Markup]:
    """What others have read or speak through, a line each."""
    stays = []
    if held.published:
        stays.append(
            t.plural(
                "Stays, without your name, contact or files: {n} published initiative, since others have read it.",
                "Stay, without your name, contact or files: {n} published initiatives, since others have read them.",
                held.published,
            )
        )
    if held.merged_into:
        stays.append(
            t.plural(
                "Stays, without your name, contact or files: {n} initiative that others were merged into, since it "
                "speaks for their authors too.",
                "Stay, without your name, contact or files: {n} initiatives that others were merged into, since they "
                "speak for their authors too.",
                held.merged_into,
            )
        )
    if held.reports:
        stays.append(
            t.plural(
                "Stays with the agency, without your name: {n} report that you sent, with its files.",
                "Stay with the agency, without your name: {n} reports that you sent, with their files.",
                held.reports,
            )
        )
    return stays or [t("Nothing of yours stays.")]


def really_erase(held: Holdings, t: Translator) -> Screen:
    """Exactly what goes, and what stays without a name."""
    return Screen(
        lines(
            t("<b>Erase your data for good?</b>"),
            t(
                "Erased: your Telegram number, language and settings, your messages to the bot, and:\n"
                "• Drafts: {drafts}\n• Sent initiatives: {initiatives}\n• Questions: {questions}\n"
                "• Subscriptions: {subscriptions}\n• Support for initiatives: {supported}\n"
                "• Files: {files}",
                supported=held.supported,
                drafts=held.drafts,
                initiatives=held.initiatives - held.published - held.merged_into,
                questions=held.questions,
                subscriptions=held.subscriptions,
                files=held.files - held.evidence,
            ),
            _about_reports(held, t),
            t("Seminars you registered for or attended: {seminars}", seminars=held.seminars),
            *_staying(held, t),
            t("Messages in this chat can only be deleted by you, in Telegram."),
        ),
        column(
            [
                Button(t.plain("Yes, erase everything"), Erase(1)),
                Button(t.plain("No, keep it"), OpenPrivacy()),
            ]
        ),
    )


def erased(t: Translator) -> Screen:
    return Screen(t("Your data has been erased. If you write again, we start anew: /start"))
