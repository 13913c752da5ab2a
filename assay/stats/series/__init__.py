"""One series over time, and many of them at once: who is listed, season, change points, slope, forecast."""
