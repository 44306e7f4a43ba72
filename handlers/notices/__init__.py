"""Notices as messages: one renderer a kind, called when the message is sent. None: no longer wanted, skipped."""

from handlers.notices import seminars
from handlers.notices.context import Renderer

RENDERERS: dict[str, Renderer] = {
    **seminars.RENDERERS,
}
