"""What delivery needs: fan-outs, mutes, deadlines of reports, files sent once; messages know their kind and pause."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

import models.base

revision = "delivery"
down_revision = "reports"
branch_labels = None
depends_on = None

STATES = ("open", "claimed", "sending", "sent", "retry", "skipped", "unreachable", "failed", "unknown")


def _allow(batch_op: BatchOperations, states: tuple[str, ...]) -> None:
    # SQLite does not reflect a CHECK, so the copied table is made without the old one; PostgreSQL has it still.
    if op.get_context().dialect.name == "postgresql":
        batch_op.drop_constraint(op.f("ck_messages_state"), type_="check")
    listed = ", ".join(f"'{state}'" for state in states)
    batch_op.create_check_constraint(op.f("ck_messages_state"), f"state IN ({listed})")


def upgrade() -> None:
    op.create_table(
        "sent_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("document", "photo", "voice", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("telegram_file_id", sa.String(length=255), nullable=False),
        sa.Column("uploaded_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "kind", name=op.f("pk_sent_files")),
    )
    op.create_table(
        "fanouts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column("told_up_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_fanouts_commitment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fanouts")),
        sa.UniqueConstraint("cause", name=op.f("uq_fanouts_cause")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("fanouts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_fanouts_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "mutes",
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["citizen_id"], ["citizens.id"], name=op.f("fk_mutes_citizen_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_mutes_commitment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("citizen_id", "commitment_id", name=op.f("pk_mutes")),
    )
    op.create_table(
        "report_deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("set_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("grace_days BETWEEN 0 AND 365", name=op.f("ck_report_deadlines_grace_of_at_most_a_year")),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("ck_report_deadlines_opens_before_due")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_report_deadlines_commitment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_deadlines")),
        sa.UniqueConstraint("commitment_id", "due_on", name=op.f("uq_report_deadlines_commitment_id_due_on")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("messages", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="report"))
        _allow(batch_op, (*STATES, "paused"))

    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscriptions_topic_target"))
        batch_op.create_index("ix_subscriptions_topic_target", ["topic", "target", "citizen_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index("ix_subscriptions_topic_target")
        batch_op.create_index(batch_op.f("ix_subscriptions_topic_target"), ["topic", "target"], unique=False)

    with op.batch_alter_table("messages", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_column("kind")
        _allow(batch_op, STATES)

    op.drop_table("report_deadlines")
    op.drop_table("mutes")
    with op.batch_alter_table("fanouts", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_fanouts_open", sqlite_where=sa.text("done_at IS NULL"), postgresql_where=sa.text("done_at IS NULL")
        )

    op.drop_table("fanouts")
    op.drop_table("sent_files")
