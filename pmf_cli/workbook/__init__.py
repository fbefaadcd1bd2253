"""Guarded reading of workbooks, cell by cell, and patching of single cells."""
