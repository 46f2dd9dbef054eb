"""Tests that need no network and no other part: `python -m pytest`."""
