"""The Secretariat's desk: invitations, decisions, clarifications, notes, wordings, threads of questions."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "desk"
down_revision = "delivery"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "desk_rules",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_desk_rules")),
    )
    op.create_table(
        "staff_cards",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("begun_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sent_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_cards")),
        sa.UniqueConstraint("subject", name=op.f("uq_staff_cards_subject")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("staff_cards", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staff_cards_unsent",
            ["id"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.create_table(
        "templates",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted", "in-plan", "rejected", name="outcome", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
    )
    op.create_table(
        "template_texts",
        sa.Column("template_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"], ["templates.id"], name=op.f("fk_template_texts_template_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("template_id", "lang", name=op.f("pk_template_texts")),
    )
    op.create_table(
        "content_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("edited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edited_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["citizens.id"], name=op.f("fk_content_versions_edited_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("content_versions", schema=None) as batch_op:
        batch_op.create_index("ix_content_versions_subject", ["subject", "id"], unique=False)

    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["citizens.id"], name=op.f("fk_holidays_noted_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )
    op.create_table(
        "staff_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "moderator",
                "announcer",
                "agency-officer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agency_id", sa.String(length=40), nullable=True),
        sa.Column("invited_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'agency-officer') = (agency_id IS NOT NULL)",
            name=op.f("ck_staff_invitations_agency_for_officers_only"),
        ),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_staff_invitations_used_or_revoked")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_staff_invitations_agency_id")),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["citizens.id"], name=op.f("fk_staff_invitations_invited_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["used_by_id"], ["citizens.id"], name=op.f("fk_staff_invitations_used_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_invitations_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "clarifications",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fields", sa.String(length=120), nullable=False),
        sa.Column("remark", models.base.EncryptedText(), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["citizens.id"], name=op.f("fk_clarifications_asked_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_clarifications_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarifications")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("clarifications", schema=None) as batch_op:
        batch_op.create_index("ix_clarifications_initiative_id", ["initiative_id"], unique=False)
        batch_op.create_index(
            "uq_clarifications_open",
            ["initiative_id"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted", "in-plan", "rejected", name="outcome", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("commitment_id", sa.String(length=40), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'in-plan') = (commitment_id IS NOT NULL)", name=op.f("ck_decisions_commitment_when_in_plan")
        ),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_decisions_commitment_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["citizens.id"], name=op.f("fk_decisions_decided_by_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_decisions_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("initiative_id", "position", name=op.f("uq_decisions_initiative_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "internal_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", models.base.EncryptedText(), nullable=False),
        sa.Column("written_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(initiative_id IS NULL) <> (question_id IS NULL)", name=op.f("ck_internal_notes_about_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["citizens.id"], name=op.f("fk_internal_notes_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_internal_notes_initiative_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_internal_notes_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internal_notes")),
    )
    with op.batch_alter_table("internal_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_internal_notes_initiative_id"), ["initiative_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_internal_notes_question_id"), ["question_id"], unique=False)

    op.create_table(
        "question_messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("text", models.base.EncryptedText(), nullable=True),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["citizens.id"], name=op.f("fk_question_messages_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_question_messages_file_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_messages_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_messages")),
        sa.UniqueConstraint(
            "question_id", "chat_id", "message_id", name=op.f("uq_question_messages_question_id_chat_id_message_id")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("question_messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_messages_question_id"), ["question_id"], unique=False)

    op.create_table(
        "clarification_answers",
        sa.Column("clarification_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("value", models.base.EncryptedText(), nullable=True),
        sa.Column("before", models.base.EncryptedText(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clarification_id"],
            ["clarifications.id"],
            name=op.f("fk_clarification_answers_clarification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("clarification_id", "field", name=op.f("pk_clarification_answers")),
    )
    op.create_table(
        "decision_texts",
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("reason", models.base.EncryptedText(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_decision_texts_decision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("decision_id", "lang", name=op.f("pk_decision_texts")),
    )
    op.add_column("citizens", sa.Column("staff_menu", sa.String(length=20), nullable=True))
    op.add_column("citizens", sa.Column("wants_morning_list", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("questions", sa.Column("waits_since", models.base.UtcDateTime(timezone=True), nullable=True))
    op.add_column("questions", sa.Column("thanked_at", models.base.UtcDateTime(timezone=True), nullable=True))
    op.add_column("staff_roles", sa.Column("name", models.base.EncryptedText(), nullable=True))
    for table in ("initiatives", "questions"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
            batch_op.add_column(sa.Column("assignee_id", BIG_ID, nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_assignee_id"), "citizens", ["assignee_id"], ["id"], ondelete="SET NULL"
            )
    # Questions asked before this release wait since they were asked.
    op.execute("UPDATE questions SET waits_since = asked_at WHERE state = 'open'")


def downgrade() -> None:
    for table in ("initiatives", "questions"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_assignee_id"), type_="foreignkey")
            batch_op.drop_column("assignee_id")
    op.drop_column("staff_roles", "name")
    op.drop_column("questions", "thanked_at")
    op.drop_column("questions", "waits_since")
    op.drop_column("citizens", "wants_morning_list")
    op.drop_column("citizens", "staff_menu")
    op.drop_table("decision_texts")
    op.drop_table("clarification_answers")
    with op.batch_alter_table("question_messages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_messages_question_id"))

    op.drop_table("question_messages")
    with op.batch_alter_table("internal_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_internal_notes_question_id"))
        batch_op.drop_index(batch_op.f("ix_internal_notes_initiative_id"))

    op.drop_table("internal_notes")
    op.drop_table("decisions")
    with op.batch_alter_table("clarifications", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_clarifications_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index("ix_clarifications_initiative_id")

    op.drop_table("clarifications")
    op.drop_table("staff_invitations")
    op.drop_table("holidays")
    with op.batch_alter_table("content_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_content_versions_subject")

    op.drop_table("content_versions")
    op.drop_table("template_texts")
    op.drop_table("templates")
    with op.batch_alter_table("staff_cards", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_staff_cards_unsent",
            sqlite_where=sa.text("sent_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL"),
        )

    op.drop_table("staff_cards")
    op.drop_table("desk_rules")
