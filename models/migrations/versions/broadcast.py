"""Broadcasts, and facts told to their audiences."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "broadcast"
down_revision = "seminars"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting",
                "scheduled",
                "running",
                "paused",
                "stopped",
                "finished",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column(
            "fallback",
            sa.Enum("ky", "ru", "en", name="fallback", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "media_kind",
            sa.Enum(
                "photo", "document", "video", name="media_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("media_file_id", sa.String(length=255), nullable=True),
        sa.Column("media_name", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("starts_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("started_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("settled_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("running_since", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_before", sa.Integer(), nullable=False),
        sa.Column("live_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("live_message_id", sa.BigInteger(), nullable=True),
        sa.Column("is_live_final", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting') OR starts_at IS NOT NULL",
            name=op.f("ck_broadcasts_what_was_confirmed_has_an_hour"),
        ),
        sa.CheckConstraint(
            "(media_kind IS NULL) = (media_file_id IS NULL)", name=op.f("ck_broadcasts_file_whole_or_none")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["citizens.id"], name=op.f("fk_broadcasts_approved_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["citizens.id"], name=op.f("fk_broadcasts_confirmed_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["citizens.id"], name=op.f("fk_broadcasts_created_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_broadcasts_unsettled",
            ["id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.create_table(
        "broadcast_texts",
        sa.Column("broadcast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_texts_broadcast_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "lang", name=op.f("pk_broadcast_texts")),
    )
    with op.batch_alter_table("fanouts", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(
            sa.Column("broadcast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("told", sa.Integer(), server_default="0", nullable=False))
        batch_op.alter_column("commitment_id", existing_type=sa.VARCHAR(length=40), nullable=True)
        batch_op.create_foreign_key(
            batch_op.f("fk_fanouts_broadcast_id"), "broadcasts", ["broadcast_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_check_constraint(
            op.f("ck_fanouts_one_audience"), "(commitment_id IS NULL) <> (broadcast_id IS NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM fanouts WHERE commitment_id IS NULL")
    with op.batch_alter_table("fanouts", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(op.f("ck_fanouts_one_audience"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_fanouts_broadcast_id"), type_="foreignkey")
        batch_op.alter_column("commitment_id", existing_type=sa.VARCHAR(length=40), nullable=False)
        batch_op.drop_column("told")
        batch_op.drop_column("due_at")
        batch_op.drop_column("broadcast_id")

    op.drop_table("broadcast_texts")
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_broadcasts_unsettled",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.drop_table("broadcasts")
