"""A crisis: its length, the call for help, the time to decide, who answers and how far."""
