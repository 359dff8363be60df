"""Results of a run: counts merged chunk by chunk, the summary, the tables, the run's folder."""
