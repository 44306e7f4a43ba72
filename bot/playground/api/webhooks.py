"""Choosing between a webhook and getUpdates."""

import re
from urllib.parse import urlsplit

from bot.playground.calls import Call
from bot.playground.errors import Refusal, bad_request
from bot.playground.records import Json
from bot.playground.updates import WebhookSettings
from bot.playground.world import World

LONGEST_SECRET = 256
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def allowed_updates(call: Call) -> list[str] | None:
    """The parameter, or None when it is absent or unreadable: Telegram then keeps what was set before."""
    try:
        kinds = call.json("allowed_updates", "")
    except Refusal:
        return None
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else None


def set_webhook(world: World, call: Call) -> bool:
    url, secret = call.text("url"), call.text("secret_token")
    if url:
        _check(url, secret)
        world.updates.stop_polling("terminated by setWebhook request")
    world.updates.webhook = WebhookSettings(url, secret, min(max(call.number("max_connections", 40), 1), 100))
    world.updates.allow(allowed_updates(call))
    if call.flag("drop_pending_updates"):
        for update in list(world.updates.pending()):
            world.updates.confirm(update)
    world.updates.remember()
    world.updates.arrived.set()
    return True


def _check(url: str, secret: str) -> None:
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    parts = urlsplit(url)
    # Telegram insists on HTTPS; a bot on this computer has no certificate, so loopback alone may use HTTP.
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


def delete_webhook(world: World, call: Call) -> bool:
    call.values.pop("url", None)
    call.values.pop("secret_token", None)
    return set_webhook(world, call)


def get_webhook_info(world: World, _call: Call) -> Json:
    webhook = world.updates.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending()),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error:
        info |= {"last_error_date": webhook.last_error_at, "last_error_message": webhook.last_error}
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info
