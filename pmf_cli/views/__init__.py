"""Reports and lists before they have a format: every word, table and chart that a reader will meet.

Here: ``parts`` (what stands in a paper under one heading), ``papers`` (which parts a paper has), ``lists`` (what
commands print), and beside them what these share: ``base`` (a report's pieces), ``listing`` (a column or a field
of data is a ``Field``), ``entries`` (cells), ``wording`` (sentences), ``audience`` (for whom), ``references`` (whom
and what a reference means). Not here: what is worked out (``analysis``), and how it looks in a file (``render``).
"""
