"""Files packed into one: the same bytes as Python's own library writes, and the same each time."""

from __future__ import annotations

import zipfile
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from dcbot.record.outputs.zipped import LEVEL, packed, zipped

_NAMES = st.text("abc/._[]", min_size=1, max_size=12)


@given(st.dictionaries(_NAMES, st.binary(max_size=300), max_size=5))
def test_a_file_of_parts_is_the_one_that_the_library_writes(parts: dict[str, bytes]) -> None:
    made = zipped([packed(name, part) for name, part in parts.items()])
    written = BytesIO()
    with zipfile.ZipFile(written, "w", compresslevel=LEVEL) as target:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    assert made == written.getvalue()
