"""Migration 0022: what was imported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("journal_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["journal_id"],
            ["journals.id"],
            name=op.f("fk_imports_journal_id_journals"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_imports_meeting_id_meetings"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_imports_series_id_series"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("source", name=op.f("uq_imports_source")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index("ix_imports_digest", ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_imports_journal_id"), ["journal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imports_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_imports_series_id"), ["series_id"], unique=False)

    with op.batch_alter_table("journal_lines", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nick", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("journal_lines", schema=None) as batch_op:
        batch_op.alter_column("nick", server_default=None)

    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_imported", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.alter_column("is_imported", server_default=None)

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("clock_known", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.alter_column("clock_known", server_default=None)
