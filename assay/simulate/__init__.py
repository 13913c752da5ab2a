"""A seeded company with planted, documented truths: as frames, and as the raw files that such a company would have."""

from __future__ import annotations

from assay.simulate.company import AS_OF, Company, simulate
from assay.simulate.files import Written, write

__all__ = ["AS_OF", "Company", "Written", "simulate", "write"]
