"""Readers that do not come to an end."""

import time


def take_file(*_):
    time.sleep(60)
