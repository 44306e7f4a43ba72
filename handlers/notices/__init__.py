"""Notices as messages: one renderer a kind, called when the message is sent. None: no longer wanted, skipped."""

from handlers.notices import campaigns, desk, initiatives, questions
from handlers.notices.context import Renderer

RENDERERS: dict[str, Renderer] = {
    **initiatives.RENDERERS,
    **questions.RENDERERS,
    **desk.RENDERERS,
    **campaigns.RENDERERS,
}
