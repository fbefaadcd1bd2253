"""Runs a command, passes its exit code on, and prints its peak memory in KiB as the last line."""

import os
import subprocess
import sys

child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
sys.stdout.write(f"{usage.ru_maxrss}\n")
raise SystemExit(os.waitstatus_to_exitcode(status))
