"""What a person sees of a web page or a Word document: the one place that says what is hidden, deleted or struck out.

Ledgers (`sources.html`) and finished reports (`readback`) both read through it, so that a figure
that nobody sees never counts in either.
"""
