"""Migration 0027: as what somebody sent an output."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("output_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("output_versions", schema=None) as batch_op:
        batch_op.alter_column("capacity", server_default=None)
