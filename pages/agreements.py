"""What was agreed, was it kept, and what follows from it in money?"""

from ui.guard import ensure_app

ensure_app()

from ui import agreements_page, reading  # noqa: E402  the guard comes first

agreements_page.show(reading.taken())
