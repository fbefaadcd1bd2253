"""Packing anew: the same parts, the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from pmf_cli.render.office_file import packed, rezip


def test_order_and_dates_of_parts_do_not_matter() -> None:
    """Two files with the same parts become the same bytes, the content types first."""
    files = []
    for names, year in (
        (("b.xml", "[Content_Types].xml", "a.xml"), 2020),
        (("a.xml", "b.xml", "[Content_Types].xml"), 2024),
    ):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            for name in names:
                target.writestr(zipfile.ZipInfo(name, (year, 1, 2, 3, 4, 6)), name * 50)
        files.append(rezip(buffer.getvalue(), date(2024, 12, 31)))
    assert files[0] == files[1]
    with zipfile.ZipFile(io.BytesIO(files[0])) as made:
        assert made.namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]
        assert made.read("a.xml") == b"a.xml" * 50
        assert {info.date_time for info in made.infolist()} == {(2024, 12, 31, 0, 0, 0)}


def test_a_date_before_zip_files_does_not_stop_a_paper() -> None:
    """A rehearsal may lie before 1980."""
    assert packed({"a": b"1"}, date(1974, 4, 1)) == packed({"a": b"1"}, date(1980, 1, 1))
