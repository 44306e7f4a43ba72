"""Since when a change waits beside a published report: until now it moved the day on which the report itself came."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "amended"
down_revision = "switches"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports", sa.Column("pending_since", models.base.UtcDateTime(timezone=True), nullable=True))
    op.execute("UPDATE reports SET pending_since = received_at WHERE pending IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE reports SET received_at = pending_since WHERE pending IS NOT NULL AND pending_since IS NOT NULL")
    op.drop_column("reports", "pending_since")
