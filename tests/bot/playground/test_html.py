"""Telegram's HTML: which tags it takes, what it complains of, and how entities are counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.playground import html
from bot.playground.errors import Refusal


def entities_of(source):
    return html.parse(source)[1]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("<b>x</b>", "bold"),
        ("<strong>x</strong>", "bold"),
        ("<i>x</i>", "italic"),
        ("<EM>x</em>", "italic"),
        ("<u>x</u>", "underline"),
        ("<ins>x</ins>", "underline"),
        ("<s>x</s>", "strikethrough"),
        ("<del>x</del>", "strikethrough"),
        ("<tg-spoiler>x</tg-spoiler>", "spoiler"),
        ('<span class="tg-spoiler">x</span>', "spoiler"),
        ("<code>x</code>", "code"),
        ("<pre>x</pre>", "pre"),
        ("<blockquote>x</blockquote>", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "expandable_blockquote"),
    ],
)
def test_each_allowed_tag_makes_its_entity(source, kind):
    assert html.parse(source) == ("x", [{"offset": 0, "length": 1, "type": kind}])


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("ө<ul>", 'Unsupported start tag "ul" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x&>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_what_telegram_cannot_parse_it_names_by_byte(source, complaint):
    with pytest.raises(Refusal) as refused:
        html.parse(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_only_four_names_and_numbers_are_decoded():
    text, _ = html.parse("&lt;&gt;&amp;&quot;&#1199;&#x4E9; &nbsp;&apos;&copy &lt")
    assert text == '<>&"үө &nbsp;&apos;&copy <'


def test_offsets_count_utf16_units():
    assert entities_of("\U0001f600<b>ө</b>") == [{"offset": 2, "length": 1, "type": "bold"}]


def test_a_link_keeps_its_address_and_a_wrong_one_is_plain_text():
    assert entities_of('<a href="https://ogp.el.kg/a?b=1&amp;c=2">x</a>')[0]["url"] == "https://ogp.el.kg/a?b=1&c=2"
    assert entities_of('<a href="ogp.el.kg">x</a>')[0]["url"] == "http://ogp.el.kg/"
    assert entities_of('<a href="nonsense">x</a>') == []


def test_nested_tags_are_ordered_from_outside_in():
    kinds = [one["type"] for one in entities_of("<b>a<i>b</i></b><code>c</code>")]
    assert kinds == ["bold", "italic", "code"]


def test_code_in_pre_gives_its_language_to_pre():
    assert entities_of('<pre><code class="language-python">x</code></pre>') == [
        {"offset": 0, "length": 1, "type": "pre", "language": "python"}
    ]


def test_an_empty_tag_makes_no_entity():
    assert html.parse("<b></b>x") == ("x", [])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_what_is_escaped_comes_back_unchanged(text):
    assert html.parse(f"<b>{escape(text)}</b>")[0] == text


@given(st.text("<>/ab&;\"'= \n", max_size=30))
def test_any_text_is_parsed_or_refused(text):
    try:
        plain, entities = html.parse(text)
    except Refusal:
        return
    assert all(one["offset"] + one["length"] <= len(plain) for one in entities)
