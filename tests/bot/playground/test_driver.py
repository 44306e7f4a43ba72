"""The driver against a small bot of python-telegram-bot, unchanged but for its address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.playground.driver import StandIn

Context = ContextTypes.DEFAULT_TYPE
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Кыргызча", callback_data="lang:ky")]])


async def greet(update: Update, _: Context) -> None:
    await update.message.reply_text("Кош келиңиз!", reply_markup=KEYBOARD)


async def echo(update: Update, _: Context) -> None:
    await update.effective_message.reply_text(f"Жооп: {update.effective_message.text}")


async def keep(update: Update, context: Context) -> None:
    file = await context.bot.get_file(update.message.effective_attachment[-1].file_id)
    content = await file.download_as_bytearray()
    await update.message.reply_text(f"{len(content)} байт")


async def choose(update: Update, _: Context) -> None:
    await update.callback_query.answer("Тил тандалды")
    await update.callback_query.edit_message_text("Башкы меню", reply_markup=KEYBOARD)


@asynccontextmanager
async def echo_bot(telegram: StandIn) -> AsyncIterator[Application]:
    """A bot that greets, echoes and answers presses, polling the stand-in."""
    address = f"{telegram.url}/bot"
    application = (
        Application.builder().token(telegram.token).base_url(address).base_file_url(f"{telegram.url}/file/bot").build()
    )
    application.add_handler(CommandHandler("start", greet))
    application.add_handler(MessageHandler(filters.PHOTO, keep))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(choose))
    async with application:
        await application.start()
        await application.updater.start_polling()
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_dialogue_reads_as_a_transcript():
    async with StandIn.serve() as telegram, echo_bot(telegram):
        aizada = telegram.person("Айзада", language_code="ky")
        await aizada.says("/start")
        await aizada.sees("Кош келиңиз")
        await aizada.taps("Кыргызча")
        assert await aizada.toast() == "Тил тандалды"
        await aizada.sees("Башкы меню")
        question = await aizada.says("Салам")
        await aizada.sees("Жооп: Салам")
        await aizada.edits(question, "Саламатсызбы")
        await aizada.sees("Жооп: Саламатсызбы")
        await aizada.sends_photo()
        await aizada.sees("байт")
        await telegram.quiet()
        assert aizada.screen.text.endswith("байт")


async def test_a_failure_shows_the_chat():
    async with StandIn.serve() as telegram, echo_bot(telegram):
        telegram.patience = 0.3
        aizada = telegram.person("Айзада")
        await aizada.says("Салам")
        with pytest.raises(AssertionError, match=r"(?s)Айзада does not see 'Башкы меню'.*bot: Жооп: Салам"):
            await aizada.sees("Башкы меню")


async def test_a_person_of_another_process_is_played_over_http():
    async with StandIn.serve() as telegram, echo_bot(telegram), StandIn.at(telegram.url) as elsewhere:
        bolot = await elsewhere.newcomer("Болот", language_code="ru")
        await bolot.says("/start")
        await bolot.sees("Кош келиңиз")
        await bolot.taps("Кыргызча")
        assert await bolot.toast() == "Тил тандалды"
        await bolot.sends_photo()
        await bolot.sees("байт")
        await elsewhere.quiet()


async def test_two_people_do_not_see_each_other():
    async with StandIn.serve() as telegram, echo_bot(telegram):
        aizada, bolot = telegram.person("Айзада"), telegram.person("Болот")
        await asyncio.gather(aizada.says("бир"), bolot.says("эки"))
        await aizada.sees("Жооп: бир")
        await bolot.sees("Жооп: эки")
        await aizada.does_not_see("эки")
