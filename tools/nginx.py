"""Serve a built site on this machine through nginx, with the configuration that hosts are given.

``python tools/nginx.py _build/html`` serves until it is interrupted. Nothing needs root, and
nothing is written outside a temporary folder.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIGURATION = Path(__file__).parent.parent / "hosting" / "nginx.conf"
LOGS = "/var/log/nginx/"
ATTEMPTS = 3
PATIENCE = 10.0
"""Seconds in which nginx has to answer, and in which it has to end."""

MAIN = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{}}
http {{
    include {types};
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def executable() -> str | None:
    """Return nginx, which Debian keeps where only root's PATH leads."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def serving(site: Path, folder: Path) -> Iterator[str]:
    """Serve *site* while the context lasts; give its address. *folder* takes what nginx writes."""
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(ATTEMPTS):
        port = _free_port()
        process = _start(site, folder, port)
        try:
            if _answers(process, port):
                yield f"http://127.0.0.1:{port}/"
                return
        finally:
            _end(process)
        if attempt == ATTEMPTS - 1:
            raise RuntimeError((folder / "start.log").read_text(encoding="utf-8"))


def adapted(text: str, site: Path, folder: Path, port: int) -> str:
    """Return the configuration with its marked lines set for this machine, without TLS."""
    for directive, own in (
        ("listen", f"listen 127.0.0.1:{port};"),
        ("server_name", "server_name localhost;"),
        ("ssl_certificate", ""),
        ("ssl_certificate_key", ""),
        ("root", f'root "{site}";'),
    ):
        text, count = re.subn(rf"(?m)^    {directive} .*;\s+# here$", f"    {own}", text)
        if count != 1:
            raise ValueError(f"{CONFIGURATION.name} has {count} marked lines with “{directive}”.")
    return text.replace(LOGS, f"{folder}/")


def _start(site: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    program = executable()
    if program is None:
        raise FileNotFoundError("nginx is not installed.")
    text = CONFIGURATION.read_text(encoding="utf-8")
    (folder / "site.conf").write_text(adapted(text, site, folder, port), encoding="utf-8")
    main = MAIN.format(folder=folder, types=_types(program))
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    log = str(folder / "start.log")
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", log]
    with (folder / "said.log").open("wb") as said:
        return subprocess.Popen(command, stdout=said, stderr=said)  # noqa: S603  (found above)


def _types(program: str) -> Path:
    """Return the list of types that came with nginx."""
    told = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr  # noqa: S603
    found = re.search(r"--conf-path=(\S+)", told)
    return Path(found[1] if found else "/etc/nginx/nginx.conf").parent / "mime.types"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return process.poll() is None
        time.sleep(0.02)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    """Serve the folder that is named, until interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nginx ends with us, too
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "_build/html").resolve()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.suppress(KeyboardInterrupt),
        serving(site, Path(folder)) as address,
    ):
        sys.stdout.write(f"{site} at {address}\n")
        sys.stdout.flush()
        while True:
            time.sleep(1)


if __name__ == "__main__":
    main()
