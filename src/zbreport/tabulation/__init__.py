"""Frames → figures: what the form counts, which rows a figure counts, and this year beside last year."""
