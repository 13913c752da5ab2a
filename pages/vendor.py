"""Does this vendor deliver what was agreed, and which way does it go?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.vendor import page  # noqa: E402

page.show(reading.taken())
