"""Workbooks to fill in by hand."""
