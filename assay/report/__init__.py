"""Reports and pages as values: what they say is decided here, how it looks is decided by who draws them."""
