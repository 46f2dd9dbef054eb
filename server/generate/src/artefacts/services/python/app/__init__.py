"""The service. `python -m app` starts it."""
