"""Migration 0018: digests of published minutes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("published_minutes", schema=None) as batch_op:
        # Those that are there get theirs when they are made anew.
        batch_op.add_column(sa.Column("digest", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("published_minutes", schema=None) as batch_op:
        batch_op.alter_column("digest", server_default=None)
