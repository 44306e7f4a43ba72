"""PTB's Application, made strict: an error reaches the worker, and so does an update that nobody handled."""

from typing import Any

from telegram.ext import Application


class StrictApplication(Application[Any, Any, Any, Any, Any, Any]):
    """``process_update`` of PTB swallows a handler's error and runs later groups on a rolled-back session."""

    async def process_error(
        self, update: object | None, error: Exception, job: Any = None, coroutine: Any = None
    ) -> bool:
        raise error
