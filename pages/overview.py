"""Is each vendor delivering what was agreed, and where does it slip?"""

from ui.guard import ensure_app

ensure_app()

from ui import overview, reading  # noqa: E402  the guard comes first

overview.show(reading.taken())
