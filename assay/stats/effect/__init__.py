"""Did a measure work: against what chance alone gives back, against units without it, and against the course before it."""
