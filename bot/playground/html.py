"""Telegram's HTML, read as TDLib reads it (``MessageEntity.cpp``, ``parse_html``): same tags, same errors.

Complaints name byte offsets, hence the work on UTF-8; entities count UTF-16 units, as the Bot API does.
"""

import re
from dataclasses import dataclass

from bot.playground.errors import Refusal, bad_request
from bot.playground.links import checked_link
from bot.playground.records import Json

STYLES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
CHARACTERS = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
SPACE = b" \t\n\v\f\r\0"
# What ends an attribute's name; a name may hold anything else.
NAME_END = re.compile(rb"[\s=>/\"']|\Z")


def utf16_length(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


@dataclass
class OpenTag:
    """A start tag whose end has not come yet."""

    name: str
    argument: str
    offset: int
    text_at: int


def parse(source: str) -> tuple[str, list[Json]]:
    """Plain text and entities, in Telegram's order. Raises the refusal "can't parse entities: …"."""
    return _Parser(source.encode("utf-8", "surrogatepass")).parse()


def _cannot(what: str) -> Refusal:
    return bad_request(f"can't parse entities: {what}")


class _Parser:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[OpenTag] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            match self.source[self.at : self.at + 1]:
                case b"&":
                    self._add(self._reference())
                case b"<" if self.source[self.at + 1 : self.at + 2] == b"/":
                    self._end_tag()
                case b"<":
                    self._start_tag()
                case _:
                    self._plain()
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        order = sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.text), order

    def _plain(self) -> None:
        end = re.compile(rb"[<&]|\Z").search(self.source, self.at)
        assert end  # \Z always matches
        self._add(self.source[self.at : end.start()].decode("utf-8", "replace"))
        self.at = end.start()

    def _add(self, text: str) -> None:
        self.text.append(text)
        self.offset += utf16_length(text)

    def _reference(self) -> str:
        """The character meant by ``&…``; an unknown reference stays as it is written."""
        found = REFERENCE.match(self.source, self.at)
        assert found  # the pattern matches a lone "&" too
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            character = CHARACTERS.get(name, "")
        else:
            code = int(hexadecimal or b"0", 16) or int(decimal or b"0")
            too_long = len(found[0].rstrip(b";")) >= 10
            character = "" if code == 0 or code >= 0x10FFFF or too_long else chr(code)
        self.at = found.end() if character else self.at + 1
        return character or "&"

    def _skip(self, pattern: bytes) -> None:
        while self.at < len(self.source) and self.source[self.at] in pattern:
            self.at += 1

    def _word(self) -> bytes:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in SPACE + b">":
            self.at += 1
        return self.source[start : self.at].lower()

    def _here(self) -> bytes:
        return self.source[self.at : self.at + 1]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        name = self._word().decode("utf-8", "replace")
        if not self._here():
            raise _cannot(f"Unclosed start tag at byte offset {begin}")
        if name not in STYLES:
            raise _cannot(f'Unsupported start tag "{name}" at byte offset {begin}')
        argument = ""
        while True:
            self._skip(SPACE)
            if self._here() == b">":
                break
            attribute, value = self._attribute(name, begin)
            argument = _argument(name, attribute, value) or argument
        self.at += 1
        if name == "span" and argument != "spoiler":
            raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(OpenTag(name, argument, self.offset, len(self.text)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        end = NAME_END.search(self.source, self.at)
        assert end  # \Z always matches
        attribute = self.source[self.at : end.start()].decode("utf-8", "replace")
        if not attribute:
            raise _cannot(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.at = end.start()
        self._skip(SPACE)
        if self._here() == b"=":
            self.at += 1
            self._skip(SPACE)
            value = self._value(begin) if self._here() else ""
        else:
            value = ""
        if not self._here():
            raise _cannot(f'Unclosed start tag "{tag}" at byte offset {begin}')
        return attribute, value

    def _value(self, begin: int) -> str:
        start, quote = self.at, self._here()
        if quote not in {b"'", b'"'}:
            token = re.compile(rb"[A-Za-z0-9.-]*").match(self.source, start)
            assert token  # the empty token matches too
            self.at = token.end()
            if self._here() and self._here() not in SPACE + b">":
                raise _cannot(f"Unexpected end of name token at byte offset {start}")
            return token[0].decode().lower()
        self.at += 1
        value: list[str] = []
        while self._here() and self._here() != quote:
            if self._here() == b"&":
                value.append(self._reference())
                continue
            piece = re.compile(rb"[^&'\"]+|['\"]").match(self.source, self.at)
            assert piece  # the character here is one or the other
            value.append(piece[0].decode("utf-8", "replace"))
            self.at = piece.end()
        self.at += 1
        if not self._here():
            raise _cannot(f"Unclosed start tag at byte offset {begin}")
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _cannot(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        name = self._word().decode("utf-8", "replace")
        self._skip(SPACE)
        if self._here() != b">":
            raise _cannot(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            raise _cannot(f'Unmatched end tag at byte offset {begin}, expected "</{tag.name}>", found "</{name}>"')
        if self.offset > tag.offset:
            self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        place = {"offset": tag.offset, "length": self.offset - tag.offset}
        entity: Json = {**place, "type": STYLES[tag.name]}
        before = self.entities[-1] if self.entities else {}
        same_place = {key: before.get(key) for key in place} == place
        match tag.name:
            case "a":
                url = checked_link(tag.argument or "".join(self.text[tag.text_at :]))
                if not url:
                    return
                entity["url"] = url
            case "blockquote" if tag.argument:
                entity["type"] = "expandable_blockquote"
            case "pre" if same_place and before.get("type") == "code" and before.get("language"):
                before["type"] = "pre"
                return
            case "code" if tag.argument:
                if same_place and before.get("type") == "pre":
                    before["language"] = tag.argument
                    return
                entity["language"] = tag.argument
            case "tg-emoji":
                if not tag.argument.isdigit() or not int(tag.argument):
                    raise bad_request("can't parse entities: Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = tag.argument
        self.entities.append(entity)


def _argument(tag: str, attribute: str, value: str) -> str:
    """What an attribute means for its tag; attributes that mean nothing are let pass, as Telegram does."""
    match tag, attribute:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case ("blockquote", "expandable"):
            return "1"
    return ""
