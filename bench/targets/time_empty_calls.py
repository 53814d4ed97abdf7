"""Says how long one call of an empty function takes, in nanoseconds: the best of several loops."""

import sys

from empty_calls import bare_loop, loop

calls = int(sys.argv[1])
loop(calls // 10)
print("ns_per_call", min(loop(calls) - bare_loop(calls) for _ in range(7)) / calls, flush=True)
