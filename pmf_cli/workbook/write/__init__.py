"""Writing into a workbook that a person made: single cells and new rows, every other byte left alone.

Reading stays outside; new workbooks are made in ``render``.
"""
