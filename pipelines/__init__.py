"""From raw files to a published warehouse."""
