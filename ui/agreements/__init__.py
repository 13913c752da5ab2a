"""The page *Agreements*."""
