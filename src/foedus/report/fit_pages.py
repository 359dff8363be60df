"""Tables of the handbook on the fits that ship with a library."""

from __future__ import annotations

from foedus.fitted import Count, Fit, read_fit
from foedus.organisation import library_folder

INTERCEPT = "organisation_"


def coefficients(fit: Fit) -> str:
    """Coefficients with their standard errors in brackets; intercepts by organisation left out."""
    parts = [
        f"{term.replace('_', ' ')} {_signed(mean)} ({fit.error(term):.2f})"
        for term, mean in zip(fit.terms, fit.mean, strict=True)
        if not term.startswith(INTERCEPT)
    ]
    spread = [f"{name} {value:.2f}" for name, value in fit.scores.items()]
    return ", ".join(parts + spread)


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def share_words(count: Count) -> str:
    """A count in words."""
    rate = 100.0 * count.events / count.trials
    unit = f" {count.unit}" if count.unit else ""
    return f"{count.meaning}: {count.events:g} of {count.trials:g} ({rate:.3g} %{unit})"


def fits_block(library: str = "csto") -> str:
    """Every fit that ships: rows, events, clusters, equation, coefficients, counts."""
    lines = []
    for path in sorted((library_folder(library) / "fits").glob("*.yaml")):
        fit = read_fit(path)
        clusters = f", {fit.clusters.n} clusters ({fit.clusters.by})" if fit.clusters else ""
        events = "" if fit.events is None else f", {fit.events:,} events"
        lines += [
            f"### {fit.fit}",
            f"{fit.meaning[0].upper()}{fit.meaning[1:]}. Source `{fit.source}`; "
            f"{fit.n:,} rows{events}{clusters}; made {fit.date}.",
            "",
            f"* Equation: `{fit.formula}`",
            f"* Estimator: {fit.estimator}",
            f"* Coefficients (standard error): {coefficients(fit)}",
        ]
        lines += [f"* Counted: {share_words(count)}" for count in fit.counts.values()]
        lines += [f"* Note: {note}" for note in fit.notes]
        lines.append("")
    return "\n".join(lines)
