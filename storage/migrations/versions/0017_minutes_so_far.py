"""Migration 0017: minutes so far, and the number of each recorded sitting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# The sittings that are there are counted in the order in which they were recorded.
_COUNT = """
UPDATE journals SET sitting = (
    SELECT count(*) FROM journals AS other
    WHERE other.meeting_id = journals.meeting_id AND other.id <= journals.id
) WHERE meeting_id IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "live_minutes",
        sa.Column("journal_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("up_to_line", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "minutes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("public_from", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["journal_id"],
            ["journals.id"],
            name=op.f("fk_live_minutes_journal_id_journals"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meetings.id"],
            name=op.f("fk_live_minutes_meeting_id_meetings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("journal_id", name=op.f("pk_live_minutes")),
    )
    with op.batch_alter_table("live_minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_live_minutes_meeting_id"), ["meeting_id"])
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sitting", sa.Integer(), server_default="1", nullable=False))
    op.execute(_COUNT)
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.alter_column("sitting", server_default=None)
