"""What can be exported: names alone, which the command line knows without the database behind them."""

import enum


class What(enum.StrEnum):
    """What can be exported."""

    INITIATIVES = "initiatives"
    QUESTIONS = "questions"
    REPORTS = "reports"
    DECISIONS = "decisions"
    AUDIT = "audit"


HAS_PERSONAL = frozenset({What.INITIATIVES})
