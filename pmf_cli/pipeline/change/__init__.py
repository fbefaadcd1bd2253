"""Changes to the officer's files: planned, shown, and written whole or not at all, with a way back."""
