"""How probabilities are scored: rows of predictions, scores with intervals, reliability.

A prediction row says what was known when (origin), about whom (unit), how far ahead (step), with
what probability, and what came of it. Every score is computed from such rows, with the base rate
and a baseline beside it; AUC never stands alone.
"""

from foedus.record.scoring.bootstrap import bootstrap, paired_bootstrap
from foedus.record.scoring.card import paired_scores, scorecard
from foedus.record.scoring.metrics import (
    LOG_FLOOR,
    METRICS,
    Metric,
    Murphy,
    auc,
    average_precision,
    brier,
    log_score,
    murphy,
    skill,
)
from foedus.record.scoring.reliability import Reliability, reliability
from foedus.record.scoring.rows import SCHEMA, as_predictions, checked_predictions
from foedus.record.scoring.score import Interval, Score, failures_first

__all__ = [
    "LOG_FLOOR",
    "METRICS",
    "SCHEMA",
    "Interval",
    "Metric",
    "Murphy",
    "Reliability",
    "Score",
    "as_predictions",
    "auc",
    "average_precision",
    "bootstrap",
    "brier",
    "checked_predictions",
    "failures_first",
    "log_score",
    "murphy",
    "paired_bootstrap",
    "paired_scores",
    "reliability",
    "scorecard",
    "skill",
]
