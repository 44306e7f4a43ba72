"""From the screens a handler has shown to the calls that Telegram will get after the commit."""

import base64

from telegram import Update

from handlers.screens.screen import Screen
from handlers.turn import Reply, Turn


def staged(turn: Turn, update: Update) -> list[Reply]:
    """The press is answered first; then the screens in the order in which they were shown."""
    replies: list[Reply] = []
    query = update.callback_query
    if query is not None:
        text, alert = turn.toast or (None, False)
        params = {"callback_query_id": query.id} | ({"text": text, "show_alert": alert} if text else {})
        replies.append(Reply("answerCallbackQuery", params))
    replies += turn.replies
    chat = update.effective_chat
    chat_id = chat.id if chat else update.effective_user.id if update.effective_user else None
    if chat_id is None:
        return replies
    editable = _editable(update)
    for shown in turn.screens:
        replies += _calls(shown.screen, chat_id, shown.over or (None if shown.anew else editable))
        editable = None  # one message is edited once; what follows is new
    return replies


def _editable(update: Update) -> int | None:
    """The message under the pressed button. A very old one comes as InaccessibleMessage: then send anew.

    A message with a file has a caption, not a text; a screen cannot replace it by an edit.
    """
    query = update.callback_query
    if query is None or query.message is None or not query.message.is_accessible:
        return None
    return query.message.message_id if getattr(query.message, "text", None) else None


def _calls(screen: Screen, chat_id: int, message_id: int | None) -> list[Reply]:
    markup = {"inline_keyboard": [[button.to_dict() for button in row] for row in screen.rows]}
    keyboard: dict[str, object] = {"reply_markup": markup} if screen.rows else {}
    calls = [Reply("sendMessage", {"chat_id": chat_id, "text": str(text)}) for text in screen.before]
    if screen.attached is not None:
        return [*calls, _file(screen, chat_id, keyboard)]
    if message_id is not None and not calls:
        edit = {"chat_id": chat_id, "message_id": message_id, "text": str(screen.text)}
        return [Reply("editMessageText", edit | keyboard)]
    return [*calls, Reply("sendMessage", {"chat_id": chat_id, "text": str(screen.text)} | keyboard)]


def _file(screen: Screen, chat_id: int, keyboard: dict[str, object]) -> Reply:
    attached = screen.attached
    assert attached is not None
    params: dict[str, object] = {"chat_id": chat_id, "name": attached.name, "caption": str(screen.text)}
    if attached.qr is not None:
        params["qr"] = attached.qr
    elif attached.made is not None:
        params["made"] = {"what": attached.made.what, "data": dict(attached.made.data)}
        if attached.made.otherwise is not None:
            params["otherwise"] = str(attached.made.otherwise)
    elif attached.content is not None:
        params["content"] = base64.b64encode(attached.content).decode()
    else:
        params["file_id"] = attached.telegram_file_id
    return Reply(f"send{attached.kind.capitalize()}", params | keyboard)
