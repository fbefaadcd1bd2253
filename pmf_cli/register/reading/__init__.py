"""From the cells of workbooks to rows of the register, with a finding for each that does not fit."""
