"""Alembic's entry: runs on the connection that ``models.migrations`` hands over."""

from alembic import context
from sqlalchemy import Connection

from models import Base


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter a constraint in place: Alembic copies the table instead.
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="models.base.",
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
