"""citizens path."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("fields", sa.String(length=200), nullable=False),
        sa.Column("is_refused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_at", ["at"], unique=False)

    op.create_table(
        "belongings",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_belongings")),
    )
    op.create_table(
        "counters",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "facts",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "lang", name=op.f("pk_facts")),
    )
    op.create_table(
        "faq_categories",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_categories")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", models.base.EncryptedBytes(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("received", "done", "answered", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("replies", models.base.EncryptedJson(), nullable=True),
        sa.Column("replies_sent", sa.Integer(), nullable=False),
        sa.Column("reply_attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("crashes", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("is_dead", sa.Boolean(), nullable=False),
        sa.Column("received_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("begun_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot_id", "update_id", name=op.f("uq_inbox_bot_id_update_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("ix_inbox_answered_at", ["answered_at"], unique=False)
        batch_op.create_index(
            "ix_inbox_open",
            ["actor_id", "id"],
            unique=False,
            sqlite_where=sa.text("state <> 'answered'"),
            postgresql_where=sa.text("state <> 'answered'"),
        )

    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("is_approved", sa.Boolean(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_table(
        "regions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("iso", sa.String(length=6), nullable=True),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regions")),
    )
    op.create_table(
        "themes",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
    )
    op.create_table(
        "agency_texts",
        sa.Column("agency_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.id"], name=op.f("fk_agency_texts_agency_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agency_id", "lang", name=op.f("pk_agency_texts")),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("opens_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_campaigns_closes_after_opening")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_campaigns_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
    )
    op.create_table(
        "citizens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "language",
            sa.Enum("ky", "ru", "en", name="language", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("language_code", sa.String(length=35), nullable=True),
        sa.Column("region_id", sa.String(length=40), nullable=True),
        sa.Column("came_for", models.base.EncryptedJson(), nullable=True),
        sa.Column(
            "unreachable",
            sa.Enum(
                "blocked",
                "deactivated",
                "unknown-chat",
                name="unreachable",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("commands_set", sa.String(length=40), nullable=True),
        sa.Column(
            "frequency",
            sa.Enum(
                "at-once", "daily", "weekly", name="frequency", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("wants_announcements", sa.Boolean(), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("consented_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("unreachable_since", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name=op.f("ck_citizens_digest_hour_of_the_day")),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23",
            name=op.f("ck_citizens_quiet_hours_of_the_day"),
        ),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_citizens_region_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizens")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_citizens_telegram_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "commitments",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("plan_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ogp_code", sa.String(length=10), nullable=True),
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column("ogp_values", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "not-started",
                "limited",
                "substantial",
                "completed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_commitments_plan_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_commitments_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitments")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_commitments_plan_id_position")),
    )
    op.create_table(
        "faq_category_texts",
        sa.Column("category_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"], ["faq_categories.id"], name=op.f("fk_faq_category_texts_category_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("category_id", "lang", name=op.f("pk_faq_category_texts")),
    )
    op.create_table(
        "faq_entries",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("category_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("related", sa.String(length=300), nullable=False),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["faq_categories.id"], name=op.f("fk_faq_entries_category_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_entries")),
    )
    op.create_table(
        "region_texts",
        sa.Column("region_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_id"], ["regions.id"], name=op.f("fk_region_texts_region_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("region_id", "lang", name=op.f("pk_region_texts")),
    )
    op.create_table(
        "theme_texts",
        sa.Column("theme_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_texts_theme_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("theme_id", "lang", name=op.f("pk_theme_texts")),
    )
    op.create_table(
        "campaign_waits",
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_campaign_waits_citizen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("citizen_id", name=op.f("pk_campaign_waits")),
    )
    op.create_table(
        "commitment_agencies",
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_commitment_agencies_agency_id")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_agencies_commitment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commitment_id", "agency_id", name=op.f("pk_commitment_agencies")),
    )
    op.create_table(
        "commitment_texts",
        sa.Column("commitment_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitments.id"], name=op.f("fk_commitment_texts_commitment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commitment_id", "lang", name=op.f("pk_commitment_texts")),
    )
    op.create_table(
        "conversations",
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("flow", sa.String(length=40), nullable=True),
        sa.Column("step", sa.String(length=40), nullable=True),
        sa.Column("memory", models.base.EncryptedJson(), nullable=True),
        sa.Column("screen_message_id", sa.BigInteger(), nullable=True),
        sa.Column("updated_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_conversations_citizen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("citizen_id", name=op.f("pk_conversations")),
    )
    op.create_table(
        "faq_phrasings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("seed", "staff", "author", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entries.id"], name=op.f("fk_faq_phrasings_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_phrasings")),
        sa.UniqueConstraint("entry_id", "lang", "text", name=op.f("uq_faq_phrasings_entry_id_lang_text")),
    )
    op.create_table(
        "faq_texts",
        sa.Column("entry_id", sa.String(length=40), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("seed_hash", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entries.id"], name=op.f("fk_faq_texts_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "lang", name=op.f("pk_faq_texts")),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unique_id", sa.String(length=64), nullable=False),
        sa.Column("telegram_file_id", sa.String(length=255), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("document", "photo", "voice", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("mime", sa.String(length=120), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("name", models.base.EncryptedText(), nullable=True),
        sa.Column("received_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["citizens.id"], name=op.f("fk_files_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("owner_id", "unique_id", name=op.f("uq_files_owner_id_unique_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "initiatives",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("campaign_id", sa.String(length=40), nullable=True),
        sa.Column("theme_id", sa.String(length=40), nullable=True),
        sa.Column("agency_id", sa.String(length=40), nullable=True),
        sa.Column("region_id", sa.String(length=40), nullable=True),
        sa.Column("is_short", sa.Boolean(), nullable=False),
        sa.Column("name", models.base.EncryptedText(), nullable=True),
        sa.Column("contact", models.base.EncryptedText(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "under-review",
                "clarification",
                "accepted",
                "in-plan",
                "rejected",
                "withdrawn",
                "merged",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("contact_consented_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decision_published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (number IS NULL)", name=op.f("ck_initiatives_numbered_when_sent")),
        sa.CheckConstraint("(state = 'draft') = (submitted_at IS NULL)", name=op.f("ck_initiatives_dated_when_sent")),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_initiatives_merged_into_something")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_initiatives_agency_id")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["citizens.id"], name=op.f("fk_initiatives_author_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_initiatives_campaign_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["initiatives.id"], name=op.f("fk_initiatives_merged_into_id")),
        sa.ForeignKeyConstraint(["region_id"], ["regions.id"], name=op.f("fk_initiatives_region_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_initiatives_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
        sa.UniqueConstraint("number", name=op.f("uq_initiatives_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("initiatives", schema=None) as batch_op:
        batch_op.create_index("ix_initiatives_author_id_state", ["author_id", "state"], unique=False)
        batch_op.create_index(
            "ix_initiatives_published_at",
            ["published_at"],
            unique=False,
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )

    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=80), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "claimed",
                "sending",
                "sent",
                "retry",
                "skipped",
                "unreachable",
                "failed",
                "unknown",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("telegram_message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_messages_citizen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_batch", ["batch", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index(
            "ix_messages_open",
            ["lane", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('open', 'claimed', 'sending', 'retry')"),
            postgresql_where=sa.text("state IN ('open', 'claimed', 'sending', 'retry')"),
        )

    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", models.base.EncryptedText(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "answered", name="state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("asked_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["citizens.id"], name=op.f("fk_questions_author_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("number", name=op.f("uq_questions_number")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_author_id"), ["author_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("commitment_id", sa.String(length=40), nullable=True),
        sa.Column("suggested_commitment_id", sa.String(length=40), nullable=True),
        sa.Column("agency_id", sa.String(length=40), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "not-started",
                "limited",
                "substantial",
                "completed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "status_before",
            sa.Enum(
                "not-started",
                "limited",
                "substantial",
                "completed",
                name="status_before",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("evidence_url", sa.Text(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "published",
                "rejected",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reports_agency_id")),
        sa.ForeignKeyConstraint(["author_id"], ["citizens.id"], name=op.f("fk_reports_author_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["commitment_id"], ["commitments.id"], name=op.f("fk_reports_commitment_id")),
        sa.ForeignKeyConstraint(
            ["suggested_commitment_id"], ["commitments.id"], name=op.f("fk_reports_suggested_commitment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_reports_source_external_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index("ix_reports_commitment_id_published_at", ["commitment_id", "published_at"], unique=False)

    op.create_table(
        "staff_roles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
        sa.Column("granted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'agency-officer') = (agency_id IS NOT NULL)", name=op.f("ck_staff_roles_agency_for_officers_only")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_staff_roles_agency_id")),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_staff_roles_citizen_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["citizens.id"], name=op.f("fk_staff_roles_granted_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_roles")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.create_index(
            "ix_staff_roles_citizen_id",
            ["citizen_id"],
            unique=False,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "subscriptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "topic",
            sa.Enum(
                "commitment",
                "agency",
                "theme",
                "everything",
                name="topic",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("target", sa.String(length=40), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_subscriptions_citizen_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("citizen_id", "topic", "target", name=op.f("uq_subscriptions_citizen_id_topic_target")),
    )
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.create_index("ix_subscriptions_topic_target", ["topic", "target"], unique=False)

    op.create_table(
        "initiative_answers",
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_answers_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("initiative_id", "field", name=op.f("pk_initiative_answers")),
    )
    with op.batch_alter_table("initiative_answers", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_answers_message_id", ["message_id"], unique=False)

    op.create_table(
        "initiative_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "under-review",
                "clarification",
                "accepted",
                "in-plan",
                "rejected",
                "withdrawn",
                "merged",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_at", models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_events_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_events")),
    )
    with op.batch_alter_table("initiative_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_events_initiative_id"), ["initiative_id"], unique=False)

    op.create_table(
        "initiative_files",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_initiative_files_file_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_files_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_files")),
        sa.UniqueConstraint("initiative_id", "file_id", name=op.f("uq_initiative_files_initiative_id_file_id")),
    )
    op.create_table(
        "initiative_texts",
        sa.Column("initiative_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", models.base.EncryptedText(), nullable=True),
        sa.Column("problem", models.base.EncryptedText(), nullable=True),
        sa.Column("proposal", models.base.EncryptedText(), nullable=True),
        sa.Column("result", models.base.EncryptedText(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum("seed", "staff", "author", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_texts_initiative_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("initiative_id", "lang", name=op.f("pk_initiative_texts")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("citizen_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_at", models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["citizen_id"], ["citizens.id"], name=op.f("fk_notices_citizen_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_notices_message_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("cause", "citizen_id", name=op.f("uq_notices_cause_citizen_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_citizen_id"), ["citizen_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            "ix_notices_waiting",
            ["due_at", "citizen_id"],
            unique=False,
            sqlite_where=sa.text("message_id IS NULL"),
            postgresql_where=sa.text("message_id IS NULL"),
        )

    op.create_table(
        "report_texts",
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "lang",
            sa.Enum("ky", "ru", "en", name="lang", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("obstacles", sa.Text(), nullable=True),
        sa.Column(
            "origin",
            sa.Enum("seed", "staff", "author", name="origin", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_texts_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", "lang", name=op.f("pk_report_texts")),
    )


def downgrade() -> None:
    op.drop_table("report_texts")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notices_waiting",
            sqlite_where=sa.text("message_id IS NULL"),
            postgresql_where=sa.text("message_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_notices_message_id"))
        batch_op.drop_index(batch_op.f("ix_notices_citizen_id"))

    op.drop_table("notices")
    op.drop_table("initiative_texts")
    op.drop_table("initiative_files")
    with op.batch_alter_table("initiative_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_events_initiative_id"))

    op.drop_table("initiative_events")
    with op.batch_alter_table("initiative_answers", schema=None) as batch_op:
        batch_op.drop_index("ix_initiative_answers_message_id")

    op.drop_table("initiative_answers")
    with op.batch_alter_table("subscriptions", schema=None) as batch_op:
        batch_op.drop_index("ix_subscriptions_topic_target")

    op.drop_table("subscriptions")
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_staff_roles_citizen_id",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("staff_roles")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_commitment_id_published_at")

    op.drop_table("reports")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_questions_author_id"))

    op.drop_table("questions")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_messages_open",
            sqlite_where=sa.text("state IN ('open', 'claimed', 'sending', 'retry')"),
            postgresql_where=sa.text("state IN ('open', 'claimed', 'sending', 'retry')"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_citizen_id"))
        batch_op.drop_index("ix_messages_batch")

    op.drop_table("messages")
    with op.batch_alter_table("initiatives", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_initiatives_published_at",
            sqlite_where=sa.text("published_at IS NOT NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_initiatives_author_id_state")

    op.drop_table("initiatives")
    op.drop_table("files")
    op.drop_table("faq_texts")
    op.drop_table("faq_phrasings")
    op.drop_table("conversations")
    op.drop_table("commitment_texts")
    op.drop_table("commitment_agencies")
    op.drop_table("campaign_waits")
    op.drop_table("theme_texts")
    op.drop_table("region_texts")
    op.drop_table("faq_entries")
    op.drop_table("faq_category_texts")
    op.drop_table("commitments")
    op.drop_table("citizens")
    op.drop_table("campaigns")
    op.drop_table("agency_texts")
    op.drop_table("themes")
    op.drop_table("regions")
    op.drop_table("plans")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_inbox_open",
            sqlite_where=sa.text("state <> 'answered'"),
            postgresql_where=sa.text("state <> 'answered'"),
        )
        batch_op.drop_index("ix_inbox_answered_at")

    op.drop_table("inbox")
    op.drop_table("faq_categories")
    op.drop_table("facts")
    op.drop_table("counters")
    op.drop_table("belongings")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_at")

    op.drop_table("audit")
    op.drop_table("agencies")
