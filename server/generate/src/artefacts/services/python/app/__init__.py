"""The service. `python -m app` starts it, `python -m app.migrate` brings its database up to date."""
