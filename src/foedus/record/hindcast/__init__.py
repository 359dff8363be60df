"""The simulator as a whole, looking from past days: what it would have said, and what came."""
