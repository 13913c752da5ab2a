"""What was agreed, was it kept, and what follows from it in money?"""

from ui.guard import ensure_app

ensure_app()

from ui import reading  # noqa: E402  the guard comes first
from ui.agreements import page  # noqa: E402

page.show(reading.taken())
