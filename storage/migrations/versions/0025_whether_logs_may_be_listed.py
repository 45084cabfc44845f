"""Migration 0025: whether logs may be listed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("indexing", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.alter_column("indexing", server_default=None)
