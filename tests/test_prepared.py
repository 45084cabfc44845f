"""Prepared statements: each is put together once, and holds no value of whoever asked first."""

import pytest
from sqlalchemy import bindparam, select

from storage.people import Person
from storage.prepared import once


def test_a_statement_is_put_together_once_in_its_place() -> None:
    made = [once(lambda: select(Person).where(Person.name == bindparam("name"))) for _ in range(3)]
    other = once(lambda: select(Person).where(Person.name == bindparam("name")))

    assert made[0] is made[1] is made[2]
    assert other is not made[0]


def test_a_statement_that_would_keep_the_first_value_for_all_is_refused() -> None:
    name = "Amina"

    with pytest.raises(ValueError, match="name"):
        once(lambda: select(Person).where(Person.name == name))
