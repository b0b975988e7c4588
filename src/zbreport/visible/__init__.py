"""What a person sees of a web page or Word document; the one place for what is hidden.

Ledgers (`sources.html`) and finished reports (`readback`) both read through it, so that a figure
that nobody sees never counts in either.
"""
