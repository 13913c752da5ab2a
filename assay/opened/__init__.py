"""A company for notebooks: `opened()`, and every page's numbers in one line each."""

from assay.opened.door import Opened, opened
from assay.opened.said import Said, said

__all__ = ["Opened", "Said", "opened", "said"]
