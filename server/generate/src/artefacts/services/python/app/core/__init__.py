"""What every service of the system does the same way: logs, numbers, traces, health, errors, a proper stop."""
