"""Forces: readiness, exercises and plans, and how long it takes to get people there."""
