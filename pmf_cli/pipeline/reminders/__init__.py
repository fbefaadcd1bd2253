"""Messages to people: whose turn it is, sending once, and what became of each."""
