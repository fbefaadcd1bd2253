"""From a folder to what is known: the register and its assessment, the ledger's facts, earlier papers.

Nothing here writes.
"""
