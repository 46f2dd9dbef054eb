"""Where the service keeps what it owns."""
