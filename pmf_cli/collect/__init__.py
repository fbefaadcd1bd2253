"""Return forms: made for each contact with what is due, and read when they come back."""
