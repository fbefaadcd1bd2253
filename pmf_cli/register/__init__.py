"""The register: its words, periods, rows, layout, and how cells become rows."""
