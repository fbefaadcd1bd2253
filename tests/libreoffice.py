"""LibreOffice as a person uses it: a workbook opened, cells typed into, saved again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

HAS_LIBREOFFICE = shutil.which("soffice") is not None

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Filling" script:language="StarBasic">
Sub Fill(listed As String)
  Dim line As String, parts, cell, doc, number As Integer
  Dim args(0) As New com.sun.star.beans.PropertyValue
  Dim store(0) As New com.sun.star.beans.PropertyValue
  args(0).Name = "Hidden" : args(0).Value = True
  store(0).Name = "FilterName" : store(0).Value = "Calc MS Excel 2007 XML"
  number = FreeFile
  Open listed For Input As #number
  Do While Not EOF(number)
    Line Input #number, line
    parts = Split(line, CHR(9))
    Select Case parts(0)
      Case "open"
        doc = StarDesktop.loadComponentFromURL(ConvertToURL(parts(1)), "_blank", 0, args())
      Case "save"
        doc.storeToURL(ConvertToURL(parts(1)), store())
        doc.close(True)
      Case "value"
        doc.Sheets.getByName(parts(1)).getCellRangeByName(parts(2)).setValue(CDbl(Val(parts(3))))
      Case "text"
        doc.Sheets.getByName(parts(1)).getCellRangeByName(parts(2)).setString(parts(3))
    End Select
  Loop
  Close #number
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
{modules}</library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{file}/" xlink:type="simple" library:link="false"/>
</library:libraries>
"""

Typed = Mapping[tuple[str, str], float | str | date]
"""Sheet and address → what is typed there."""
_FIRST_DAY = date(1899, 12, 30)
"""The day that spreadsheets count from."""


def filled_by_libreoffice(forms: Mapping[Path, Typed], folder: Path, scratch: Path) -> None:
    """Opens workbooks in LibreOffice, types into cells, and saves them into a folder.

    Args:
        forms: workbook → what is typed into it.
        folder: where the filled workbooks are saved, under the same names.
        scratch: a folder for LibreOffice's own profile.
    """
    if not forms:
        return
    profile = f"-env:UserInstallation={(scratch / 'profile').resolve().as_uri()}"
    office = ["soffice", "--headless", "--norestore", profile]
    # The first start fills the profile and would write over macros that lie there already.
    subprocess.run(
        [*office, "--terminate_after_init"], check=True, timeout=120, capture_output=True
    )
    basic = scratch / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "script.xlc").write_text(_LIBRARIES.format(file="script.xlb"), encoding="utf-8")
    (basic / "dialog.xlc").write_text(_LIBRARIES.format(file="dialog.xlb"), encoding="utf-8")
    module = ' <library:element library:name="Filling"/>\n'
    (basic / "Standard" / "script.xlb").write_text(
        _LIBRARY.format(modules=module), encoding="utf-8"
    )
    (basic / "Standard" / "dialog.xlb").write_text(_LIBRARY.format(modules=""), encoding="utf-8")
    (basic / "Standard" / "Filling.xba").write_text(_MACRO, encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for path, typed in forms.items():
        lines.append(f"open\t{path.resolve()}")
        for (sheet, address), value in typed.items():
            kind = "text" if isinstance(value, str) else "value"
            shown = (value - _FIRST_DAY).days if isinstance(value, date) else value
            lines.append(f"{kind}\t{sheet}\t{address}\t{shown}")
        lines.append(f"save\t{(folder / path.name).resolve()}")
    listed = scratch / "typed.txt"
    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
    macro = f"macro:///Standard.Filling.Fill({listed.resolve()})"
    subprocess.run([*office, macro], check=True, timeout=300, capture_output=True)
    missing = [path.name for path in forms if not (folder / path.name).is_file()]
    assert not missing, f"LibreOffice did not save {missing}"
