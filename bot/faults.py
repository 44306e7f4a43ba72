"""What the operator can mend, apart from what finds it: the command line knows it without loading that."""


class SettingsFault(Exception):
    """What is wrong with the settings: one line per setting, each saying what is allowed."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class DatabaseFault(Exception):
    """Why the database cannot be used, and what to do about it."""
