"""What Telegram tells about a file that somebody sent."""

from telegram import Message, Update

from models import FileKind
from services.answering import Said
from services.errors import FileRefused
from services.files import Received


def received_in(message: Message) -> Received:
    """The file in a message. Raises FileRefused for a kind that is not taken."""
    if message.photo:
        largest = message.photo[-1]
        return Received(FileKind.PHOTO, largest.file_unique_id, largest.file_id, largest.file_size, mime="image/jpeg")
    if message.voice:
        voice = message.voice
        return Received(FileKind.VOICE, voice.file_unique_id, voice.file_id, voice.file_size, mime=voice.mime_type)
    if message.document:
        sent = message.document
        return Received(
            FileKind.DOCUMENT,
            sent.file_unique_id,
            sent.file_id,
            sent.file_size,
            sent.file_name,
            sent.mime_type,
        )
    is_file = message.video or message.audio or message.video_note or message.animation
    raise FileRefused("kind" if is_file else "no-file")


def said_in(update: Update) -> Said:
    """A typed text or a sent file with its caption, as part of a thread. Raises FileRefused."""
    message = update.effective_message
    assert message is not None
    file = received_in(message) if message.text is None else None
    return Said(message.chat_id, message.message_id, (message.text or message.caption or "").strip() or None, file)
