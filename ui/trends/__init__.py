"""The page *Trends*."""
