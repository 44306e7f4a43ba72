"""Changes that wait beside a report, evidence, drafts, assessments, sources read, tokens of agencies."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "reports"
down_revision = "search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_readings",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("etag", sa.String(length=400), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("read_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("next_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_source_readings")),
    )
    op.create_table(
        "agency_tokens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("is_trusted", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_tokens_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_agency_tokens_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_drafts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.String(length=40), nullable=True),
        sa.Column("commitment_id", sa.String(length=40), nullable=True),
        sa.Column("answers", models.base.EncryptedJson(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_report_drafts_agency_id")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["citizens.id"], name=op.f("fk_report_drafts_author_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_drafts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_drafts_author_id"), ["author_id"], unique=False)

    op.create_table(
        "assessments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "done",
                "partly",
                "not-done",
                "unknown",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region_id", sa.String(length=40), nullable=True),
        sa.Column("comment", models.base.EncryptedText(), nullable=True),
        sa.Column("photo_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_assessments_citizen_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["files.id"], name=op.f("fk_assessments_photo_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_assessments_region_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_assessments_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("report_id", "citizen_id", name=op.f("uq_assessments_report_id_citizen_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessments_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index("ix_assessments_report_id_verdict", ["report_id", "verdict"], unique=False)

    op.create_table(
        "report_files",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_report_files_file_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_files_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", "file_id", name=op.f("pk_report_files")),
    )
    with op.batch_alter_table("reports", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.add_column(sa.Column("rejection_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("pending", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("withdrawn_at", models.base.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_reports_published_on_a_commitment"), "state <> 'published' OR commitment_id IS NOT NULL"
        )
        batch_op.create_check_constraint(
            op.f("ck_reports_dated_when_published"), "state <> 'published' OR published_at IS NOT NULL"
        )
        batch_op.create_check_constraint(
            op.f("ck_reports_pending_beside_published"), "pending IS NULL OR state = 'published'"
        )
        batch_op.create_index(
            "ix_reports_waiting",
            ["received_at"],
            unique=False,
            sqlite_where=sa.text("state = 'received' OR pending IS NOT NULL"),
            postgresql_where=sa.text("state = 'received' OR pending IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("reports", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_reports_waiting")
        batch_op.drop_constraint(op.f("ck_reports_pending_beside_published"), type_="check")
        batch_op.drop_constraint(op.f("ck_reports_dated_when_published"), type_="check")
        batch_op.drop_constraint(op.f("ck_reports_published_on_a_commitment"), type_="check")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("pending")
        batch_op.drop_column("rejection_reason")
    for table in ("report_files", "assessments", "report_drafts", "agency_tokens", "source_readings"):
        op.drop_table(table)
