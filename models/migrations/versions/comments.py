"""Whether the Secretariat has looked at what citizens say of a report."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "comments"
down_revision = "trusted_links"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assessments", sa.Column("checked_at", models.base.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("assessments", "checked_at")
