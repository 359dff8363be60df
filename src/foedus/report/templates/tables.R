# Redraws the tables of the report from the Parquet files of the run, with base R and one reader of
# Parquet: arrow or nanoparquet. Call: Rscript tables.R [FOLDER]; it prints the tables and writes
# them as CSV beside the script's folder, in `redrawn`.

folder <- if (length(commandArgs(TRUE)) > 0) commandArgs(TRUE)[1] else "."

read <- function(name) {
  path <- file.path(folder, paste0(name, ".parquet"))
  if (!file.exists(path)) stop(path, " is missing: the run kept no tables (--tables none)")
  if (requireNamespace("arrow", quietly = TRUE)) {
    as.data.frame(arrow::read_parquet(path))
  } else if (requireNamespace("nanoparquet", quietly = TRUE)) {
    as.data.frame(nanoparquet::read_parquet(path))
  } else {
    stop("install.packages(\"arrow\") or install.packages(\"nanoparquet\") first")
  }
}

shown <- function(name, table) {
  cat("\n", name, "\n", sep = "")
  print(table, row.names = FALSE, digits = 4)
  dir.create(file.path(folder, "redrawn"), showWarnings = FALSE)
  write.csv(table, file.path(folder, "redrawn", paste0(name, ".csv")), row.names = FALSE)
}

headline_names <- c("any_crisis", "troop_deployment", "any_freeze", "any_exit", "any_join",
                    "idle", "dissolved")
structure_names <- c(@STRUCTURES@)
member_names <- c(crisis = "crisis", asks = "requested", refuses = "refusals",
                  freezes = "frozen", leaves = "exit",
                  receives_troops = "troops_received", sends_troops = "troops_sent")

every <- read("futures")
# A future that was flagged is left out of every share, as in the report.
futures <- every[every$status == 0, ]
n <- nrow(futures)
cat(n, "futures without a flag, of", nrow(every), "in the tables and @FUTURES@ in the run\n")

# Under each rival theory alone.
theories <- do.call(rbind, lapply(structure_names, function(s) {
  do.call(rbind, lapply(split(futures, futures[[s]]), function(part) {
    data.frame(structure = s, option = part[[s]][1], futures = nrow(part),
               t(colMeans(part[headline_names])))
  }))
}))
rownames(theories) <- NULL

# Headlines: share, Monte-Carlo error, range across theories.
share <- colMeans(futures[headline_names])
headlines <- data.frame(outcome = headline_names, share = share,
                        error = sqrt(share * (1 - share) / n),
                        lowest = sapply(theories[headline_names], min),
                        highest = sapply(theories[headline_names], max))
shown("headlines", headlines)
shown("theories", theories)

# Members: at least once within the horizon, share of futures.
members <- read("members")
members <- members[members$future %in% futures$future & members$state %in% c(@MEMBERS@), ]
at_least_once <- function(column) tapply(members[[column]] > 0, members$state, mean)
shown("members", data.frame(member = sort(unique(members$state)), sapply(member_names, at_least_once)))
calls <- tapply(members$requested, members$state, sum)
helped <- tapply(members$helped, members$state, sum)
shown("calls", data.frame(member = names(calls), calls = as.integer(calls),
                          helped_if_it_asks = as.numeric(helped / calls)))

# Cohesion by month: the fan of the report, over the futures in which the organisation exists.
months <- read("months")
months <- months[months$future %in% futures$future & months$cohesion > 0, ]
fan <- aggregate(cohesion ~ month, months, quantile, probs = c(0.05, 0.25, 0.5, 0.75, 0.95))
shown("cohesion", data.frame(month = fan$month + 1, fan$cohesion))

# Days from the call to the first troops and to closure, where there is a deployment.
spread <- function(days) quantile(days[is.finite(days)], c(0.05, 0.25, 0.5, 0.75, 0.95))
shown("days", data.frame(time = c("first troops", "closure"),
                         rbind(spread(futures$first_troops_days), spread(futures$closure_days))))

# How far the headlines are from those of summary.json (0 where the tables hold every future).
if (requireNamespace("jsonlite", quietly = TRUE)) {
  told <- jsonlite::read_json(file.path(folder, "summary.json"))
  known <- c(told$crisis$any, told$crisis$troop_deployment, told$any_freeze, told$any_exit,
             told$joins$any, told$organisation$idle, told$organisation$dissolved)
  cat("\nlargest difference of a headline from summary.json:", max(abs(known - share)), "\n")
}
