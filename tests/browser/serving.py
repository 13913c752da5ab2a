"""The application served for real, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
_PATIENCE = 60  # seconds until the server has to answer


@contextmanager
def served(warehouse: Path, register: Path | None = None) -> Iterator[str]:
    """The address of a freshly started server that reads this warehouse; it ends with the block. `register`: another than the one
    beside the warehouse."""
    port = _free_port()
    options = ("--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true")
    environment = {**os.environ, "ASSAY_WAREHOUSE": str(warehouse), "PYTHONPATH": str(ROOT)}
    if register is not None:
        environment["ASSAY_REGISTER"] = str(register)
    command = (sys.executable, "-m", "streamlit", "run", "app.py", *options)
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        _await(server, f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=_PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(server: subprocess.Popen[bytes], health: str) -> None:
    """Asking for its health does not run a page, so the first link that a test opens is the server's first."""
    last = time.monotonic() + _PATIENCE
    while not _answers(health):
        if server.poll() is not None or time.monotonic() > last:
            server.kill()
            raise RuntimeError(f"the application did not start: {server.communicate()[0].decode(errors='replace')}")
        time.sleep(0.1)


def _answers(health: str) -> bool:
    try:
        with urlopen(health, timeout=2) as answer:
            return bool(answer.read() == b"ok")
    except (URLError, ConnectionError, TimeoutError):
        return False
