"""The lists that commands print: one module a list or a small family, each told by its fields.

What a list holds, its counts and the sentences around it belong here; how it becomes JSON, CSV, a
table or a workbook stands in ``views/listing.py`` and ``render/``. Papers and their parts stand beside it.
"""
