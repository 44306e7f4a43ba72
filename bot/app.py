"""Every door into the bot, in order: read this list and you know what it answers to."""

from typing import Any

from telegram.ext import ApplicationBuilder, BaseHandler, ContextTypes

from bot.application import StrictApplication
from bot.conversations import keep_in_database
from bot.pacing import Pacing
from bot.request import AiohttpRequest
from bot.settings import Settings
from handlers import commitments, edits, faq, initiatives, my, privacy, questions, seminars, start
from handlers.context import Context
from handlers.secretariat import seminar_forms
from handlers.secretariat import seminars as staff_seminars

# What the bot asks Telegram for. Omitting the list would keep whatever was asked for before.
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


def doors() -> list[BaseHandler[Any, Context, Any]]:
    """The handlers of the main group: the first that matches takes the update."""
    return [
        edits.build(),
        # Conversations first: a text is an answer where one is asked for.
        keep_in_database(initiatives.build()),
        keep_in_database(questions.build()),
        *(keep_in_database(form) for form in seminar_forms.build()),
        *start.build(),
        *my.build(),
        *commitments.build(),
        *seminars.build(),
        *staff_seminars.build(),
        *faq.build(),
        *privacy.build(),
        faq.build_typed(),
        *start.build_last(),
    ]


def build_application(
    settings: Settings, *, pacing: Pacing | None = None, request: AiohttpRequest | None = None
) -> StrictApplication:
    """The PTB application: no updater, no job queue, no persistence; the worker feeds it."""
    request = request or AiohttpRequest(proxy=settings.proxy_url)
    application = (
        ApplicationBuilder()
        .application_class(StrictApplication)
        .token(settings.token)
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(request)
        .get_updates_request(AiohttpRequest(proxy=settings.proxy_url, connections=1))
        .rate_limiter(pacing or Pacing(rate=settings.send_rate))
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    assert isinstance(application, StrictApplication)
    application.add_handler(start.build_gate(), group=-1)
    application.add_handlers(doors())
    return application
