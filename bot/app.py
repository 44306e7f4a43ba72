"""Every door into the bot, in order: read this list and you know what it answers to."""

from typing import Any

from telegram.ext import ApplicationBuilder, BaseHandler, ContextTypes

from bot.application import StrictApplication
from bot.conversations import keep_in_database
from bot.pacing import Pacing
from bot.request import AiohttpRequest
from bot.settings import Settings
from handlers import (
    assessments,
    clarifications,
    commitments,
    edits,
    faq,
    initiatives,
    initiatives_public,
    membership,
    muting,
    my,
    privacy,
    publishing,
    questions,
    report_form,
    reports,
    secretariat,
    seminars,
    sharing,
    start,
)
from handlers import settings as wishes
from handlers.context import Context
from handlers.forms import way_back
from handlers.secretariat import questions as staff_questions
from handlers.secretariat import seminar_forms
from handlers.secretariat import seminars as staff_seminars

# What Telegram lets a bot send to everybody together, in messages a second (its bots FAQ).
FREE_RATE = 30.0
# What the bot asks Telegram for. Omitting the list would keep whatever was asked for before.
# Inline queries have a door of their own, in bot/inline.py.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]


def doors() -> list[BaseHandler[Any, Context, Any]]:
    """The handlers of the main group: the first that matches takes the update."""
    return [
        *membership.build(),
        *edits.build(),
        *staff_questions.build_replies(),
        # Conversations first: a text is an answer where one is asked for.
        keep_in_database(initiatives.build()),
        keep_in_database(questions.build()),
        keep_in_database(clarifications.build()),
        keep_in_database(report_form.build()),
        keep_in_database(assessments.build()),
        keep_in_database(publishing.build()),
        keep_in_database(secretariat.build()),
        *(keep_in_database(form) for form in seminar_forms.build()),
        *start.build(),
        *my.build(),
        *initiatives_public.build(),
        *commitments.build(),
        *reports.build(),
        *muting.build(),
        *seminars.build(),
        *staff_seminars.build(),
        *faq.build(),
        *sharing.build(),
        *wishes.build(),
        *privacy.build(),
        faq.build_typed(),
        *start.build_last(),
    ]


def build_application(
    settings: Settings,
    *,
    pacing: Pacing | None = None,
    request: AiohttpRequest | None = None,
    polling: AiohttpRequest | None = None,
) -> StrictApplication:
    """The PTB application: no updater, no job queue, no persistence; the worker feeds it. Long polls go through
    ``polling``, everything else through ``request``."""
    request = request or AiohttpRequest(proxy=settings.proxy_url)
    application = (
        ApplicationBuilder()
        .application_class(StrictApplication)
        .token(settings.token)
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(request)
        .get_updates_request(polling or AiohttpRequest(proxy=settings.proxy_url, connections=1))
        .rate_limiter(pacing or Pacing(rate=settings.send_rate, headroom=max(0.0, FREE_RATE - settings.send_rate)))
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    assert isinstance(application, StrictApplication)
    application.add_handler(start.build_gate(), group=-1)
    application.add_handlers(doors())
    application.add_handler(way_back.build(initiatives.FORM), group=1)
    return application
