"""Commentary: what is asked of whom, and the questions to what was written."""
