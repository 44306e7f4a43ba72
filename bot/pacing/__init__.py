"""The one send budget of the bot's token: replies before notifications before broadcasts.

    call ── paused? ──yes──> Paused, at once, with the seconds that remain (the caller keeps the time)
              │no
    chat's own pace ──more than 1.5 s away──> Paused;  nearer: waited for here
              │now
    REPLY ──> goes, charged to the budget          NOTIFICATION, BROADCAST ──> wait their turn, then go
              │                                                                    │
              └──────────── 429: a deadline is noted, RetryAfter goes to the caller ┘

Nothing is retried here, and no coroutine sleeps through a 429: waits of hours happen and belong in the
database.
"""

from bot.pacing.lanes import Lane
from bot.pacing.limiter import Figures, Pacing, Slot
from bot.pacing.pauses import Paused

__all__ = ["Figures", "Lane", "Pacing", "Paused", "Slot"]
