"""Kinds of messages that a person may switch off: news of what they support, seminars, deadlines of reports."""

import sqlalchemy as sa
from alembic import op

revision = "switches"
down_revision = "comments"
branch_labels = None
depends_on = None

_COLUMNS = ("wants_supported", "wants_seminars", "wants_deadlines")


def upgrade() -> None:
    for column in _COLUMNS:
        op.add_column("citizens", sa.Column(column, sa.Boolean(), server_default=sa.true(), nullable=False))
    # What supporters are told is a kind of its own now; what still waits for them goes on waiting for the morning.
    op.execute(
        "UPDATE notices SET kind = 'supported-' || kind"
        " WHERE kind IN ('decision', 'merged') AND message_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM initiatives WHERE initiatives.author_id = notices.citizen_id"
        " AND notices.cause LIKE 'initiative:' || initiatives.id || ':%')"
    )


def downgrade() -> None:
    for table in ("notices", "messages"):
        op.execute(f"UPDATE {table} SET kind = substr(kind, 11) WHERE kind LIKE 'supported-%'")  # noqa: S608 - our words
    for column in reversed(_COLUMNS):
        op.drop_column("citizens", column)
