import asyncio
import threading

import pytest

from models.database import Database
from services import answers, beside
from services.answers import Answers


async def test_it_gives_what_the_work_gives_or_raises():
    assert await beside.run(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await beside.run(divmod, 7, 0)


async def test_the_loop_goes_on_meanwhile():
    going = threading.Event()
    working = asyncio.create_task(beside.run(going.wait))
    await asyncio.sleep(0)
    going.set()  # the work needs the loop to get on
    assert await working


def test_the_end_of_the_loop_waits_for_no_work_and_the_work_for_no_loop():
    begun, going = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        going.wait()

    async def leave_it() -> None:
        waiting = asyncio.create_task(beside.run(work))
        await asyncio.to_thread(begun.wait)
        waiting.cancel()

    asyncio.run(leave_it())
    (thread,) = [one for one in threading.enumerate() if one.name == "beside the loop"]
    assert thread.daemon
    going.set()
    thread.join()  # without a loop to tell, it ends quietly


class TestTheSearch:
    @pytest.fixture
    def endless(self, monkeypatch):
        """A building of the index that does not end before the test."""
        building, going = threading.Event(), threading.Event()

        def build(*_, **__):
            building.set()
            going.wait()

        monkeypatch.setattr(answers, "build_index", build)
        yield building
        going.set()

    async def test_who_waits_for_the_first_index_is_let_go_at_the_end(self, database: Database, endless):
        search = Answers()
        search.begin(database)
        waiting = asyncio.create_task(search.ready())
        await asyncio.to_thread(endless.wait)
        search.stop()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await search.close()

    async def test_a_change_of_the_content_does_not_hold_up_the_end(self, database: Database, endless):
        """The person whose press changed it still gets the reply."""
        search = Answers()
        changing = asyncio.create_task(search.rebuild(database))
        await asyncio.to_thread(endless.wait)
        search.stop()
        await changing
        assert not search.is_ready
