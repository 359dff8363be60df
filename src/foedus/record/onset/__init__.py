"""Onset of militarised disputes: dyad-years, predictors known beforehand, models, their scores."""
