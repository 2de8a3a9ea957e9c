"""A small mail server that keeps nothing but counts: how often each Message-ID was accepted, and to whom.

    python sink.py PORT_FILE LOG_FILE

One line of the log a message: its Message-ID and its receiver. Receivers that begin with "gone" are refused for good, with
"full" for now.
"""

from __future__ import annotations

import contextlib
import os
import socketserver
import sys
import threading
from pathlib import Path
from typing import ClassVar

ANSWERS = {b"gone": b"550 5.1.1 no such mailbox\r\n", b"full": b"452 4.2.2 mailbox full\r\n"}


class Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    log: ClassVar[int]

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # clients of these tests are killed
            self.talk()

    def talk(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        receiver = b""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.take(receiver)
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            elif verb == b"RCPT":
                receiver = line.partition(b"<")[2].partition(b">")[0]
                self.wfile.write(ANSWERS.get(receiver[:4], b"250 ok\r\n"))
            else:
                self.wfile.write(b"250 ok\r\n")

    def take(self, receiver: bytes) -> None:
        number = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\r\n"):
                return  # cut off: the sender died within the letter, and what has no end was not taken
            if line[:11].lower() == b"message-id:":
                number = line[11:].strip()
        os.write(self.log, number + b" " + receiver + b"\n")
        self.wfile.write(b"250 taken\r\n")


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(log: Path) -> Sink:
    Handler.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    server = Sink(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    running = serve(Path(sys.argv[2]))
    Path(sys.argv[1]).write_text(str(running.server_address[1]), encoding="ascii")
    threading.Event().wait()
