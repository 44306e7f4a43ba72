"""Bytes to text, as servers here label them, which is often wrongly."""

import pytest

from services.sources.parsing import decoded, short_id

SAID = "<p>Реестр испытан в пяти судах, опубликовано 1200 актов</p>"


@pytest.mark.parametrize(
    "label", ["", "utf-8", "windows-1251", "ISO-8859-1", "us-ascii", "koi8-r", "x-unknown", "base64", "unicode_escape"]
)
@pytest.mark.parametrize("real", ["utf-8", "windows-1251"])
def test_no_label_spoils_what_is_plain_to_see(label: str, real: str) -> None:
    assert decoded(SAID.encode(real), f"text/html; charset={label}") == SAID
    assert decoded(f'<meta charset="{label}">{SAID}'.encode(real)).endswith(SAID)


@pytest.mark.parametrize("real", ["koi8-r", "iso8859-5", "utf-16"])
def test_an_older_encoding_is_believed_where_it_is_named(real: str) -> None:
    assert decoded(SAID.encode(real), f"text/html; charset={real}") == SAID


def test_a_letter_cut_in_half_does_not_spoil_the_page() -> None:
    content = SAID.encode() + "Текст анонса".encode()[:-1] + b"..." + SAID.encode()
    assert decoded(content, "text/html; charset=utf-8").endswith("анонс\ufffd..." + SAID)


def test_long_names_stay_apart() -> None:
    long = "https://www.ogp.el.kg/ru/" + "%D0%BE" * 60
    assert short_id(long) == short_id(long) != short_id(long + "1")
    assert len(short_id(long)) <= 200
    assert short_id("ogp-1") == "ogp-1"
