"""Rows of the register's sheets, and which columns each holds."""
