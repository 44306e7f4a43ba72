"""Links of broadcasts that could not be checked and were confirmed by an announcer."""

import sqlalchemy as sa
from alembic import op

revision = "trusted_links"
down_revision = "delivery_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("trusted_links", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    op.drop_column("broadcasts", "trusted_links")
