"""The index of a message's notices leaves out those that are in none.

SQLite took it for "message_id IS NULL" and read every waiting notice for each chunk of messages made.
"""

import sqlalchemy as sa
from alembic import op

revision = "delivery_indexes"
down_revision = "audit"
branch_labels = None
depends_on = None

_TOLD = sa.text("message_id IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_notices_message_id", table_name="notices")
    op.create_index("ix_notices_message_id", "notices", ["message_id"], sqlite_where=_TOLD, postgresql_where=_TOLD)


def downgrade() -> None:
    op.drop_index("ix_notices_message_id", table_name="notices")
    op.create_index("ix_notices_message_id", "notices", ["message_id"])
