"""A move, hour by hour: from the request to the last unloading, and home again."""
