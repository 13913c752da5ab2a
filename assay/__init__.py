"""Assay: the service quality of outsourced-labour vendors, measured so that both sides can re-perform it."""
