"""The Bot API's methods, each by its name in lower case, as Telegram takes names in any case."""

from collections.abc import Callable
from typing import Any

from bot.playground.api import callbacks, chats, editing, inline, media, profile, sending, webhooks
from bot.playground.calls import Call
from bot.playground.world import World

Method = Callable[[World, Call], Any]

METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "logout": profile.log_out,
    "close": profile.close,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmyname": profile.set_my_name,
    "getmyname": profile.get_my_name,
    "setmydescription": profile.set_my_description,
    "getmydescription": profile.get_my_description,
    "setmyshortdescription": profile.set_my_short_description,
    "getmyshortdescription": profile.get_my_short_description,
    "setchatmenubutton": profile.set_chat_menu_button,
    "getchatmenubutton": profile.get_chat_menu_button,
    "sendmessage": sending.send_message,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "sendchataction": sending.send_chat_action,
    "setmessagereaction": sending.set_message_reaction,
    "sendphoto": media.send_photo,
    "senddocument": media.send_document,
    "sendvoice": media.send_voice,
    "sendvideo": media.send_video,
    "sendmediagroup": media.send_media_group,
    "getfile": media.get_file,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": callbacks.answer_callback_query,
    "answerinlinequery": inline.answer_inline_query,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatmembercount": chats.get_chat_member_count,
    "getchatadministrators": chats.get_chat_administrators,
    "getuserprofilephotos": chats.get_user_profile_photos,
    "leavechat": chats.leave_chat,
    "setwebhook": webhooks.set_webhook,
    "deletewebhook": webhooks.delete_webhook,
    "getwebhookinfo": webhooks.get_webhook_info,
}
