"""Migration 0030: which public rows were changed; the triggers that note it are laid beside it."""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No record changes: what is noted stands outside them, with the marks."""
    if op.get_bind().dialect.name == "postgresql":
        # The triggers of before go with their function.
        op.execute("DROP FUNCTION IF EXISTS public_mark() CASCADE")
