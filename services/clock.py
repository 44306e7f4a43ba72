"""The day as people here live it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


def day_of(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """(the midnight before, the midnight after), by the zone's clock: when a daily limit began, and when it ends."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return today, today + timedelta(days=1)
