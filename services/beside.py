"""Long work of the processor beside the event loop, for which the end of the process does not wait."""

import asyncio
import contextlib
import functools
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


async def run(work: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """As ``asyncio.to_thread``, whose threads are waited for by the loop's end and by the interpreter's: this one's
    work is lost with the process. So nothing may depend on its being finished."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def tell(say: Callable[[Any], None], what: Any) -> None:
        if not done.cancelled():
            say(what)

    def do() -> None:
        try:
            result = work(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - whatever it is, whoever waits gets it
            told = functools.partial(tell, done.set_exception, error)
        else:
            told = functools.partial(tell, done.set_result, result)
        with contextlib.suppress(RuntimeError):  # the loop has been closed: nobody waits any more
            loop.call_soon_threadsafe(told)

    threading.Thread(target=do, name="beside the loop", daemon=True).start()
    return await done
