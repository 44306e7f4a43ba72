"""What a person reads when something is refused, or has failed on our side."""

import json

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.screens import start as screens
from handlers.screens.screen import Screen
from handlers.turn import Reply
from locales.translator import Translator, Voices, msg, suggested
from models import Citizen
from services import errors


def refusal(update: Update, context: Context, refused: errors.Refused) -> None:
    """Say it as a toast where a button was pressed, else as a message."""
    said = words(refused, context.t)
    if update.callback_query is not None:
        context.toast(said.striptags(), alert=True)
    else:
        context.show(Screen(said, screens.menu_rows(context.t)))


_LIMITS = {
    "drafts": msg("You have as many drafts as can be kept: {n}. Please send or delete one of them first: /my"),
    "report_drafts": msg(
        "You have as many drafts as can be kept: {n}. Please send or delete one of them first: /report"
    ),
    "submissions": msg(
        "The daily limit is reached. Initiatives sent today: {n}. Your draft is kept; you can send it from {until}."
    ),
    "questions": msg("The daily limit is reached. Questions asked today: {n}. You can ask again from {until}."),
    "export": msg(
        "In the chat you can take along at most {n} entries, and there are more. The operator can write the whole "
        "file: achyk export"
    ),
    "links": msg("No more buttons can be added. At most: {n}."),
    "attachments": msg("No more files can be added. At most: {n}. Remove one to add another."),
}
_PLAIN: dict[type[errors.Refused], str] = {
    errors.DayIsPast: msg("This day has passed. Please give today or a later day."),
    errors.AlreadySent: msg("This initiative has been sent and cannot be changed here. You can see it under /my."),
    errors.AlreadyDecided: msg("A decision on this initiative has been made, so it can no longer be withdrawn."),
    errors.AlreadySettled: msg("This has been decided meanwhile."),
    errors.CommitmentNeeded: msg("Please choose first which commitment the report is about."),
    errors.LinkRefused: msg("That is not a web address. It begins with https://, for example https://www.ogp.el.kg"),
    errors.NoCommitments: msg(
        "No commitment of the plan is assigned to your agency yet. The Secretariat can assign it: /ask"
    ),
    errors.InvitationGone: msg(
        "This invitation no longer works: it has been used, taken back, or has expired. Please ask for a new one."
    ),
    errors.LastAdministrator: msg("This is the only administrator. Appoint another one first."),
    errors.TakenByAnother: msg("A colleague has taken this. Only they or an administrator can hand it over."),
    errors.ReasonNeeded: msg("A reason in the author’s language is needed first."),
    errors.OneLanguageOnly: msg("The text does not exist in every language. Please confirm that first."),
    errors.TranslationsMissing: msg("Title and answer are needed in all three languages first."),
    errors.NotEditable: msg("This announcement has been confirmed and can no longer be changed."),
    errors.Blocked: msg("Something keeps this announcement from being sent. Its card lists what."),
    errors.LabelsMissing: msg(
        "A label in Kyrgyz and one in Russian are needed too. Please send the address and the labels again, one a line."
    ),
    errors.SecondPersonNeeded: msg("Somebody else has to approve your announcement."),
    errors.HourIsPast: msg("This hour has passed. Please give a later one."),
    errors.DatesCrossed: msg("The collection would close before it opens."),
    errors.ClarificationPending: msg("The author has been asked and has not answered yet."),
    errors.MomentRefused: msg("That is not a day and time to come. Please write it like this: 01.12.2026 14:00"),
    errors.SeminarOver: msg("This seminar has begun or was called off, so nothing can be changed any more."),
    errors.AlreadyAnnounced: msg("This seminar is announced. It can be called off, but not deleted."),
    errors.SeminarNotOver: msg("Minutes can be written once the seminar has begun."),
    errors.PresenceClosed: msg(
        "This code works only around the time of its seminar: from two hours before the start until four hours after."
    ),
    errors.MinutesSent: msg("The minutes have been sent already."),
    errors.NotYours: msg("This is not available to you."),
    errors.OwnInitiative: msg("This is your own initiative: it already counts you, so you cannot support it."),
    errors.SupportClosed: msg("A decision on this initiative is published, so it no longer takes support."),
    errors.CollectionClosed: msg("Initiatives are not being collected right now. Your draft is kept."),
    errors.FileRefused: msg("Files of this kind are not accepted. Please send a document, a photo or a voice message."),
}

# Kept apart from its use: Babel does not find a marker inside a call inside t(…).
_GONE = msg("This is no longer available.")


def words(refused: errors.Refused, t: Translator) -> Markup:
    """A refusal in the person's language: what is wrong, and what is allowed."""
    match refused:
        case errors.TextTooShort(length=length, at_least=at_least):
            return t(
                "That is a little short. Characters: {length}, at least: {at_least}. What you wrote stays in the chat "
                "above; please send it again, longer.",
                length=length,
                at_least=at_least,
            )
        case errors.TextTooLong(length=length, at_most=at_most):
            return t(
                "That is too long. Characters: {length}, at most: {at_most}. Please shorten it by {over}.",
                length=length,
                at_most=at_most,
                over=length - at_most,
            )
        case errors.LimitReached(what=what, at_most=n, until=until):
            return t(_LIMITS[what], n=n, until=t.moment(until) if until else "")
        case errors.NumberRefused(at_least=at_least, at_most=at_most):
            return t("Please write a whole number from {at_least} to {at_most}.", at_least=at_least, at_most=at_most)
        case errors.FileRefused(reason="size"):
            return t("This file is larger than 20 MB. Please send a smaller one, or put a link into your text.")
        case errors.FileRefused(reason="no-file"):
            return t("I cannot use that here. Please answer the question, or press one of the buttons.")
        case _:
            return t(_PLAIN.get(type(refused), _GONE))


def apology(payload: bytes | None, citizen: Citizen | None, voices: Voices) -> list[Reply]:
    """What a person gets when their update could not be handled after several tries. Reads the raw update
    tolerantly, since being unreadable may be what is wrong with it."""
    try:
        raw = json.loads(payload or b"{}")
        press = raw.get("callback_query")
        message = raw.get("message") or (press or {}).get("message") or {}
        chat = message.get("chat") or {}
        is_private = chat.get("type") == "private" and isinstance(chat.get("id"), int)
        who = (press or message).get("from") or {}
        t = _voice(citizen, voices, who.get("language_code"))
    except (ValueError, AttributeError):
        return []
    replies = []
    if isinstance(press, dict) and isinstance(press.get("id"), str):
        replies.append(Reply("answerCallbackQuery", {"callback_query_id": press["id"]}))
    if is_private:
        sorry = t(
            "Sorry, something went wrong on our side and your last message could not be handled. "
            "What you wrote before is kept. Please try again, or open the menu: /start"
        )
        replies.append(Reply("sendMessage", {"chat_id": chat["id"], "text": str(sorry)}))
    return replies


def not_shown(citizen: Citizen | None, voices: Voices) -> str:
    """What a person gets instead of an answer that Telegram did not take in any form."""
    t = _voice(citizen, voices)
    return t.plain("What you did is kept, but the answer cannot be shown here. Please open the menu: /start")


def _voice(citizen: Citizen | None, voices: Voices, language_code: object = None) -> Translator:
    """``language_code`` is what the update itself says, for somebody whom a failed first update left unknown."""
    if citizen is None:
        return voices[suggested(language_code if isinstance(language_code, str) else None)]
    return voices[citizen.language or suggested(citizen.language_code)]
