"""What the register and the ledger prove of the council's arrangements: each count with the rows behind it."""
