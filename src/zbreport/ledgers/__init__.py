"""Ledgers: sheets in, typed frames out.

Two halves: `extract` recognises the tables of a file and keeps what is needed of their rows, in a
process that does nothing else and needs no pandas; `typed` types what was kept of all files and
places it in a year.
"""
