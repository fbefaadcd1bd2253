"""Checks on the register: each one a decorated function."""
