"""Readers that do not come to an end."""

import time


def extract_file(*_):
    time.sleep(60)
