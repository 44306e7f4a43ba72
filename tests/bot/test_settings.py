"""Settings: every problem at once, by name, with what is allowed; secrets never printed."""

import re
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.faults import SettingsFault
from bot.settings import Settings, load
from services import citizens

ROOT = Path(__file__).resolve().parents[2]
KEY = Fernet.generate_key().decode()


def test_all_problems_are_reported_at_once_by_name(monkeypatch):
    wrong = {
        "BOT_TOKEN": "a secret that is no token",
        "TELEGRAM_API_URL": "telegram",
        "DATABASE_URL": "mysql://x",
        "DATA_KEY": "a short secret",
        "SECRETARIAT_IDS": "one, two",
        "HTTP_PORT": "99999",
        "SEND_RATE": "0",
        "QUIET_HOURS": "22-24",
        "TIMEZONE": "Asia/Atlantis",
        "LOG_LEVEL": "LOUD",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as raised:
        load(_env_file=None)
    said = str(raised.value)
    for name in wrong:
        assert name in said
    assert "secret" not in said
    assert "sqlite+aiosqlite:///" in said
    assert "Asia/Bishkek" in said


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999", "http://host:port", "http://a host", "http://[", "x"])
@pytest.mark.parametrize("name", ["telegram_api_url", "proxy_url", "webhook_url"])
def test_an_address_that_nothing_could_reach_is_refused(name, address):
    with pytest.raises(SettingsFault, match=f"{name.upper()}: must be an http"):
        load(_env_file=None, webhook_secret="secret", **{name: address})


@pytest.mark.parametrize("url", ["sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
def test_a_database_that_would_die_with_the_process_is_refused(url):
    with pytest.raises(SettingsFault, match="must name a file"):
        load(_env_file=None, database_url=url)


def test_what_is_allowed_is_said_where_pydantic_does_not():
    with pytest.raises(SettingsFault) as raised:
        load(_env_file=None, broadcast_approval="maybe", secretariat_ids="me, you", http_port="x")
    said = "\n".join(raised.value.faults)
    assert "BROADCAST_APPROVAL: must be true or false" in said
    assert "SECRETARIAT_IDS: must be a whole number; several ids are separated by commas" in said
    assert "HTTP_PORT: must be a whole number" in said


def test_what_is_missing_is_reported_together_with_what_is_wrong(monkeypatch):
    for name, value in {"HTTP_PORT": "x", "WEBHOOK_URL": "https://bot.example", "BOT_TOKEN": "none"}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFault) as raised:
        load(for_run=True, _env_file=None)
    assert sorted(fault.split(":")[0] for fault in raised.value.faults) == [
        "BOT_TOKEN",
        "DATA_KEY",
        "HTTP_PORT",
        "WEBHOOK_SECRET",
    ]


def test_a_file_of_settings_that_is_no_text_is_named(tmp_path):
    (tmp_path / ".env").write_bytes(b"BOT_TOKEN=\xff\xfe")
    with pytest.raises(SettingsFault, match="UTF-8"):
        load(_env_file=tmp_path / ".env")


def test_what_no_log_may_show_is_known():
    settings = Settings(
        _env_file=None,
        bot_token="12:abcdef",
        data_key=f"{KEY}, {KEY}",
        webhook_secret="hook-secret",
        database_url="postgresql+asyncpg://achyk:pass-word@host/achyk",
        proxy_url="http://me:proxy-word@host:1",
    )
    assert {"12:abcdef", "abcdef", KEY, "hook-secret", "pass-word", "proxy-word"} <= set(settings.secrets)


@pytest.mark.parametrize(("said", "hours"), [("22-8", (22, 8)), ("0-6", (0, 6)), ("none", (0, 0))])
def test_quiet_hours_are_two_hours_or_none(said, hours):
    assert Settings(_env_file=None, quiet_hours=said).quiet == hours


def test_quiet_hours_are_by_themselves_those_that_people_are_told_of():
    assert Settings(_env_file=None).quiet == citizens.QUIET_HOURS


def test_two_settings_are_enough_to_run():
    Settings(_env_file=None, bot_token="123:abc", data_key=KEY).require_for_run()
    with pytest.raises(SettingsFault) as raised:
        Settings(_env_file=None).require_for_run()
    assert [fault.split(":")[0] for fault in raised.value.faults] == ["BOT_TOKEN", "DATA_KEY"]


def test_a_webhook_without_its_secret_is_refused():
    with pytest.raises(SettingsFault, match="WEBHOOK_SECRET"):
        load(_env_file=None, webhook_url="https://bot.example")


def test_secrets_are_not_in_the_printed_settings():
    settings = Settings(_env_file=None, bot_token="123:abcdef", data_key=KEY)
    assert "abcdef" not in repr(settings)
    assert KEY not in repr(settings)


def test_the_first_key_encrypts_and_every_key_decrypts():
    old = Fernet.generate_key().decode()
    written_before = Fernet(old).encrypt(b"text")
    cipher = Settings(_env_file=None, data_key=f"{KEY},{old}").cipher
    assert cipher.decrypt(written_before) == b"text"
    assert Fernet(KEY).decrypt(cipher.encrypt(b"new")) == b"new"


def test_ids_of_the_secretariat_are_a_list():
    assert Settings(_env_file=None, secretariat_ids="1, 22,").secretariat_ids == {1, 22}


def test_every_setting_is_explained_in_the_example():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name, value in re.findall(r"^#([A-Z_]+)=(.+)$", example, re.MULTILINE):
        default = Settings.model_fields[name.lower()].default
        assert str(default) == value, name
