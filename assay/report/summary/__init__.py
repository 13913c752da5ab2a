"""The month at a glance: read, worked out, and made into a document."""
