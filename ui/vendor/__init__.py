"""The page *Vendor*."""
