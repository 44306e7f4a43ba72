"""The API keeps what its description promises, whatever is sent to it (schemathesis)."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import schemathesis
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.settings import Settings
from bot.web.openapi import description
from bot.web.server import build_web, serving
from models import migrations
from models.database import Database
from services import agency_tokens, content
from tests.conftest import START
from tests.reporting import published


class Served:
    """The web application over HTTP, in a thread of its own: schemathesis calls it synchronously."""

    def __init__(self, url: str) -> None:
        self._database_url = url
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._enough = asyncio.Event()
        self.url = self.secret = ""
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), daemon=True)

    def __enter__(self) -> "Served":
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._enough.set)
        self._thread.join(30)
        self._loop.close()

    async def _serve(self) -> None:
        database = Database(self._database_url, Fernet(Fernet.generate_key()))
        await migrations.upgrade(database)
        async with database.begin() as session:
            await content.load(session, now=START)
            _, self.secret = await agency_tokens.create(session, "adilet-sot", label="fuzz", now=START, is_trusted=True)
            await published(session)
        web = build_web(Settings(_env_file=None, watch_minimum=1), database, None)
        async with serving(web, "127.0.0.1", 0) as port:
            self.url = f"http://127.0.0.1:{port}"
            self._ready.set()
            await self._enough.wait()
        await database.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    with Served(f"sqlite+aiosqlite:///{folder / 'fuzz.db'}") as running:
        yield running


schema = schemathesis.openapi.from_dict(description(), config=SchemathesisConfig())


@schema.parametrize()
@settings(max_examples=40, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_answer_is_as_described(case: schemathesis.Case, served: Served) -> None:
    headers = {"Authorization": f"Bearer {served.secret}"}
    # Rules between fields and in the plan (obstacles, own commitments) are said in words: no JSON schema holds them.
    case.call_and_validate(base_url=served.url, headers=headers, excluded_checks=[positive_data_acceptance])


def test_the_description_is_served_as_it_is(served: Served) -> None:
    assert httpx.get(f"{served.url}/api/v1/openapi.json").json() == description()
