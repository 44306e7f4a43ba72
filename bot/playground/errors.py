"""How Telegram says no."""

from typing import Any


class Refusal(Exception):
    """An answer with ``ok: false``: HTTP status, description and parameters as the Bot API words them."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_answer(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(description: str, **parameters: Any) -> Refusal:
    # telegram-bot-api lower-cases the first letter after the prefix, unless the text is a code such as
    # BUTTON_DATA_INVALID (Client.cpp, fail_query_with_error).
    if not (len(description) > 1 and (description[1] == "_" or description[1].isupper())):
        description = description[:1].lower() + description[1:]
    return Refusal(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> Refusal:
    return Refusal(403, f"Forbidden: {description}")


def conflict(description: str) -> Refusal:
    return Refusal(409, f"Conflict: {description}")


def too_many(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
