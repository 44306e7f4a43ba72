"""Things that go wrong on the way to Telegram, switched on when wanted."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from bot.playground.errors import Refusal, bad_request, too_many
from bot.playground.hub import Hub

FaultKind = Literal["lost_reply", "reset", "slow", "too_many", "server_error", "forbidden", "refused"]
KINDS: tuple[str, ...] = get_args(FaultKind)
# Asking for updates stays unharmed unless named: else every fault would only ever hit the poll.
SPARED = frozenset({"getupdates", "getme"})


@dataclass
class Fault:
    """``lost_reply``: done, but the line drops before the answer; ``reset``: dropped before it is done.

    ``seconds`` is the delay of ``slow`` and the ``retry_after`` of ``too_many``; ``text`` the description of
    ``forbidden``, ``refused`` (a 400) or ``server_error``. ``method`` and ``chat_id`` narrow it; ``times`` ends it
    (0: never).
    """

    kind: FaultKind
    method: str = ""
    chat_id: int = 0
    seconds: int = 5
    text: str = ""
    times: int = 0

    def hits(self, method: str, chat_id: int) -> bool:
        if self.method:
            return self.method.lower() == method and self.chat_id in {0, chat_id}
        return method not in SPARED and self.chat_id in {0, chat_id}

    def refusal(self) -> Refusal | None:
        if self.kind == "too_many":
            return too_many(self.seconds)
        if self.kind == "server_error":
            return Refusal(502, self.text or "Bad Gateway")
        if self.kind == "forbidden":
            return Refusal(403, self.text or "Forbidden: bot was blocked by the user")
        if self.kind == "refused":
            return bad_request(self.text or "can't parse entities: Can't find end tag corresponding to start tag \"b\"")
        return None


class Faults:
    """The faults that are on."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.on: list[Fault] = []

    def add(self, kind: str, **how: Any) -> Fault:
        """Switch a fault on. Raises a refusal when no such fault exists."""
        if kind not in KINDS:
            raise bad_request(f"no such fault; there are {', '.join(KINDS)}")
        fault = Fault(kind, **how)  # type: ignore[arg-type]  # the line above checked it
        self.on.append(fault)
        self._tell()
        return fault

    def clear(self, kind: str = "") -> None:
        self.on = [fault for fault in self.on if kind and fault.kind != kind]
        self._tell()

    def meet(self, method: str, chat_id: int) -> list[Fault]:
        """The faults that hit this call; those that have run out of times go off."""
        hits = [fault for fault in self.on if fault.hits(method, chat_id)]
        for fault in hits:
            if fault.times == 1:
                self.on.remove(fault)
                self._tell()
            elif fault.times:
                fault.times -= 1
        return hits

    def _tell(self) -> None:
        self._hub.tell("faults", faults=[asdict(fault) for fault in self.on])
