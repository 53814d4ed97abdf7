"""Runs a command on a terminal of its own, and tells as JSON what its screen showed.

Arguments: lines, columns, and the command. `screens` are the screens after each piece of output, `raw` is all of it.
"""

import fcntl
import json
import os
import pty
import struct
import sys
import termios

import pyte

rows, columns = int(sys.argv[1]), int(sys.argv[2])
child, terminal = pty.fork()
if child == 0:
    # Not before it has its size.
    os.read(0, 1)
    os.execvp(sys.argv[3], sys.argv[3:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
attributes = termios.tcgetattr(terminal)
attributes[3] &= ~termios.ECHO
termios.tcsetattr(terminal, termios.TCSANOW, attributes)
os.write(terminal, b"\n")
screen = pyte.HistoryScreen(columns, rows, history=1000)
stream = pyte.ByteStream(screen)
screens, raw = [], b""
while True:
    try:
        piece = os.read(terminal, 65536)
    except OSError:
        break
    if not piece:
        break
    raw += piece
    stream.feed(piece)
    screens.append([line.rstrip() for line in screen.display])
history = ["".join(line[column].data for column in range(columns)).rstrip() for line in screen.history.top]
print(json.dumps({
    "screens": screens, "raw": raw.decode(), "history": history, "margins": screen.margins,
    "status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]),
}))
