"""Logs: one line an event, no token."""

import io
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import log

TOKEN = "700000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"


def written(form: str, message: str) -> str:
    stream = io.StringIO()
    log.start("INFO", form, stream)
    try:
        logging.getLogger("bot.request").info("%s", message)
    finally:
        logging.basicConfig(force=True, handlers=[])
    return stream.getvalue()


@given(st.sampled_from(["text", "json"]), st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=20))
def test_a_token_is_unreadable_wherever_it_stands(form, around):
    line = written(form, f"{around} http://127.0.0.1/bot{TOKEN}/getMe {around}")
    assert TOKEN.split(":")[1] not in line
    assert "700000001:…" in line


def test_a_json_line_can_be_read_by_a_collector():
    line = json.loads(written("json", "саламатсызбы"))
    assert (line["level"], line["from"], line["message"]) == ("INFO", "bot.request", "саламатсызбы")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_of_the_settings_is_readable(form):
    stream = io.StringIO()
    log.start("INFO", form, stream, secrets=["1:short", "hook-secret"])
    try:
        int("http://host/bot1:short/getMe with hook-secret")
    except ValueError:
        logging.getLogger("bot.request").exception("it failed: %s", "1:short")
    finally:
        logging.basicConfig(force=True, handlers=[])
    line = stream.getvalue()
    assert "ValueError" in line
    assert "1:short" not in line
    assert "hook-secret" not in line
