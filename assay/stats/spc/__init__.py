"""Statistical process control: one series over time, its limits, and whether its latest point is signal or noise."""
