"""Migration 0012: how journals are spoken to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Journals that are there already are read as MeetBot and in plain words, which is usual.
    usual = '["corrections", "hcoop", "meetbot", "openstack", "plain", "ubuntu"]'
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dialects", document, nullable=False, server_default=usual))
        batch_op.add_column(
            sa.Column("is_notes", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("journals", schema=None) as batch_op:
        batch_op.alter_column("dialects", server_default=None)
        batch_op.alter_column("is_notes", server_default=None)
