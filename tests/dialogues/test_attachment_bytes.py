"""A file attached in the chat: its bytes come, survive faults, and go with their owner."""

import logging
from pathlib import Path

import pytest

from bot.log import TextLines
from bot.playground.persona import Persona
from models import File
from tests.dialogues.conftest import Running
from tests.dialogues.people import arrived

CONTENT = "Мектептин сметасы".encode() * 1000


async def attaches(person: Persona) -> None:
    """The form up to its files, and one document."""
    await person.says("/initiative")
    await person.says("Алыскы айылдарга мектеп автобусу")
    await person.says("Балдар мектепке беш чакырым жөө басып барышат.")
    await person.says("Айыл өкмөтү алыскы айылдарга мектеп автобусун койсун.")
    await person.taps("Добавить подробности")
    for _ in range(4):
        await person.taps("Пропустить")
    await person.sees("до 5 файлов")
    await person.sends_document("смета.pdf", CONTENT, "application/pdf")
    await person.sees("Файл приложен")


def on_disk(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "files").glob("*"))


async def test_the_bytes_come_encrypted_and_go_with_their_owner(
    bot: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for ours in ("bot", "services", "telegram"):
        caplog.set_level(logging.DEBUG, logger=ours)
    anna = await arrived(bot, "Анна", "ru")
    await attaches(anna)
    assert await bot.parts.fetcher.round() == 1
    (path,) = on_disk(tmp_path)
    assert "смета".encode() not in path.read_bytes()
    async with bot.parts.database.read() as session:
        file = await session.get_one(File, 1)
    assert file.size == len(CONTENT)
    assert b"".join(bot.parts.fetcher.vault.read(1)) == CONTENT
    secret = bot.telegram.token.partition(":")[2]
    # What reaches the operator's log, even at DEBUG, where PTB tells the link of a file.
    assert not [record for record in caplog.records if secret in TextLines().format(record)]
    await anna.says("/privacy")
    await anna.taps("Стереть мои данные")
    await anna.taps("Да, стереть всё")
    await anna.sees("стёрты")
    await bot.parts.fetcher.round()
    assert on_disk(tmp_path) == []


async def test_a_lost_answer_is_tried_again_after_a_while(bot: Running, tmp_path: Path) -> None:
    anna = await arrived(bot, "Анна", "ru")
    await attaches(anna)
    await bot.telegram.fail("server_error", method="getFile", times=1)
    assert await bot.parts.fetcher.round() == 0
    async with bot.parts.database.begin() as session:
        file = await session.get_one(File, 1)
        assert file.fetch_attempts == 1
        assert file.fetch_due_at is not None
        file.fetch_due_at = None
    assert await bot.parts.fetcher.round() == 1


async def test_a_file_taken_off_the_draft_is_forgotten(bot: Running, tmp_path: Path) -> None:
    anna = await arrived(bot, "Анна", "ru")
    await attaches(anna)
    await bot.parts.fetcher.round()
    await anna.taps("Убрать: смета.pdf")
    await anna.sees("до 5 файлов")
    await bot.parts.fetcher.round()
    assert on_disk(tmp_path) == []
    async with bot.parts.database.read() as session:
        assert await session.get(File, 1) is None
