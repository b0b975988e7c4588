"""Frames → figures: what the form counts, the rows behind a figure, this year beside last."""
