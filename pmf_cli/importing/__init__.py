"""From the scorecard that an officer has today to rows for a register, every guess shown."""
