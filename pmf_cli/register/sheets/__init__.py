"""Rows of the register's sheets, and which columns each holds.

The columns are read off the annotations whenever the program starts; so these modules, and those of
the settings, keep annotations as they are instead of as text that would be compiled a second time.
"""
