"""The world around the organisation: power and distance, pressure, onset of crises, unrest."""
