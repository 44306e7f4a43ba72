"""What became of typed questions."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "search"
down_revision = "citizen"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "typed_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("inbox_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "no-answer",
                "not-helped",
                "helped",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("entry_id", sa.String(length=40), nullable=True),
        sa.Column("text", models.base.EncryptedText(), nullable=True),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'helped') = (text IS NULL)", name=op.f("ck_typed_questions_text_where_it_teaches")
        ),
        sa.CheckConstraint(
            "outcome <> 'no-answer' OR entry_id IS NULL", name=op.f("ck_typed_questions_entry_where_there_was_one")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["citizens.id"], name=op.f("fk_typed_questions_author_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entries.id"], name=op.f("fk_typed_questions_entry_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_typed_questions")),
        sa.UniqueConstraint("author_id", "inbox_id", name=op.f("uq_typed_questions_author_id_inbox_id")),
    )
    with op.batch_alter_table("typed_questions", schema=None) as batch_op:
        batch_op.create_index("ix_typed_questions_outcome_asked_at", ["outcome", "asked_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("typed_questions", schema=None) as batch_op:
        batch_op.drop_index("ix_typed_questions_outcome_asked_at")

    op.drop_table("typed_questions")
