"""Which addresses Telegram takes for a link (TDLib, ``LinkManager::check_link``)."""

from urllib.parse import urlsplit

from bot.playground.errors import bad_request

APP_SCHEMES = {"tg", "ton", "tonsite"}
PORTS = range(1, 65536)


def checked_link(url: str) -> str:
    """The address as Telegram stores it, or an empty text when it is none."""
    scheme, colon, rest = url.partition(":")
    if colon and scheme.lower() in APP_SCHEMES:
        host = rest.removeprefix("//").partition("?")[0].partition("/")[0]
        return f"{scheme.lower()}://{rest.removeprefix('//')}" if host and _is_host(host) else ""
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port in PORTS
    except ValueError:
        return ""
    host = parts.hostname or ""
    if parts.scheme.lower() not in {"http", "https"} or "." not in host.strip(".") or not port_is_fine:
        return ""
    if any(char.isspace() for char in host):
        return ""
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{parts.netloc}{path}{query}{fragment}"


def _is_host(host: str) -> bool:
    return all(char.isascii() and (char.isalnum() or char in "-_.") for char in host)


def button_link(url: str) -> str:
    """The address of a URL button. Raises the refusal that costs the whole message."""
    link = checked_link(url)
    if not link:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return link
