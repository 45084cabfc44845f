"""Migration 0026: outputs and annexes can be found."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


# What is there already is read when the bot starts.
_DUE = ("SELECT 'output', id FROM outputs", "SELECT 'annex', id FROM annexes")


def upgrade() -> None:
    for rows in _DUE:
        op.execute(f"INSERT INTO search_due (subject, subject_id) {rows}")
