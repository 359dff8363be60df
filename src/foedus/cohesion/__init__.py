"""What holds the members together: beliefs, grievance, alignment, membership, survival."""
