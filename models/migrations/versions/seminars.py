"""Seminars: seats, waiting lists, presence; initiatives and questions that come from one."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "seminars"
down_revision = "desk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seminars",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("region_id", sa.String(length=40), nullable=True),
        sa.Column("starts_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("skipped", sa.String(length=200), nullable=False),
        sa.Column("presence_hash", sa.String(length=64), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "announced", "cancelled", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("announced_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("minutes_sent_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_seminars_dated_when_cancelled")
        ),
        sa.CheckConstraint("(state = 'draft') = (announced_at IS NULL)", name=op.f("ck_seminars_dated_when_announced")),
        sa.CheckConstraint(
            "state = 'draft' OR (starts_at IS NOT NULL AND region_id IS NOT NULL)",
            name=op.f("ck_seminars_complete_when_announced"),
        ),
        sa.CheckConstraint("seats IS NULL OR seats > 0", name=op.f("ck_seminars_some_seats")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["citizens.id"], name=op.f("fk_seminars_created_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_seminars_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminars")),
        sa.UniqueConstraint("presence_hash", name=op.f("uq_seminars_presence_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("seminars", schema=None) as batch_op:
        batch_op.create_index("ix_seminars_state_starts_at", ["state", "starts_at"], unique=False)

    op.create_table(
        "seminar_presences",
        sa.Column("seminar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("present_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_seminar_presences_citizen_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seminar_id"], ["seminars.id"], name=op.f("fk_seminar_presences_seminar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seminar_id", "citizen_id", name=op.f("pk_seminar_presences")),
    )
    with op.batch_alter_table("seminar_presences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seminar_presences_citizen_id"), ["citizen_id"], unique=False)

    op.create_table(
        "seminar_registrations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seminar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("registered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("seat > 0", name=op.f("ck_seminar_registrations_seat_of_the_hall")),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_seminar_registrations_citizen_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["seminar_id"], ["seminars.id"], name=op.f("fk_seminar_registrations_seminar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminar_registrations")),
        sa.UniqueConstraint("seminar_id", "citizen_id", name=op.f("uq_seminar_registrations_seminar_id_citizen_id")),
        sa.UniqueConstraint("seminar_id", "seat", name=op.f("uq_seminar_registrations_seminar_id_seat")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("seminar_registrations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seminar_registrations_citizen_id"), ["citizen_id"], unique=False)

    op.create_table(
        "seminar_texts",
        sa.Column("seminar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seminar_id"], ["seminars.id"], name=op.f("fk_seminar_texts_seminar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seminar_id", "lang", name=op.f("pk_seminar_texts")),
    )
    for table in ("initiatives", "questions"):
        # On SQLite the table is copied; its AUTOINCREMENT cannot be read back, so it is said here.
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
            batch_op.add_column(
                sa.Column("seminar_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
            )
            batch_op.create_index(op.f(f"ix_{table}_seminar_id"), ["seminar_id"])
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_seminar_id"), "seminars", ["seminar_id"], ["id"], ondelete="SET NULL"
            )


def downgrade() -> None:
    for table in ("questions", "initiatives"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_seminar_id"), type_="foreignkey")
            batch_op.drop_index(op.f(f"ix_{table}_seminar_id"))
            batch_op.drop_column("seminar_id")
    for table in ("seminar_texts", "seminar_registrations", "seminar_presences", "seminars"):
        op.drop_table(table)
