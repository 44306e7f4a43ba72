"""Support for initiatives; the bytes of attachments."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "citizen"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supports",
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("supported_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_supports_initiative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_supports_citizen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("initiative_id", "citizen_id", name=op.f("pk_supports")),
    )
    op.create_index(op.f("ix_supports_citizen_id"), "supports", ["citizen_id"])
    op.add_column("files", sa.Column("sha256", sa.String(64)))
    op.add_column("files", sa.Column("stored_at", UtcDateTime(timezone=True)))
    op.add_column("files", sa.Column("fetch_attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("files", sa.Column("fetch_due_at", UtcDateTime(timezone=True)))
    op.add_column("files", sa.Column("fetch_fault", sa.String(60)))
    to_fetch = sa.text("stored_at IS NULL AND fetch_fault IS NULL")
    op.create_index("ix_files_to_fetch", "files", ["fetch_due_at"], sqlite_where=to_fetch, postgresql_where=to_fetch)


def downgrade() -> None:
    op.drop_index("ix_files_to_fetch", "files")
    for column in ("fetch_fault", "fetch_due_at", "fetch_attempts", "stored_at", "sha256"):
        op.drop_column("files", column)
    op.drop_table("supports")
