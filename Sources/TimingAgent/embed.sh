#!/bin/sh
# Compiles the timing agent and writes its bytes as Swift source.
# Usage: embed.sh CLANG AGENT_FOLDER WIRE_FOLDER OUTPUT
set -eu
compiler=$1 agent=$2 wire=$3 output=$4

if ! python_flags=$(pkg-config --cflags python3 2>/dev/null); then
  echo "error: pkg-config does not find python3: install pkg-config and python3-dev, whose headers the agent needs" >&2
  exit 1
fi

# Without the standard libraries nothing is NEEDED and no symbol asks for a version of libc: they bind to what the
# process already has, however old.
# shellcheck disable=SC2086 # The flags are words.
"$compiler" -std=gnu11 -O2 -fPIC -shared -fvisibility=hidden -ftls-model=initial-exec -Wall -Wextra -Werror \
  -DPy_LIMITED_API=0x030B0000 $python_flags -I "$wire" -I "$wire/include" \
  -nostdlib -Wl,--build-id=none -Wl,--strip-all -o "$output.so" "$agent"/*.c "$wire"/timing_clock.c

{
  echo "// Made from Sources/TimingAgent. Base64, because a literal of bytes takes the compiler seconds."
  echo "enum EmbeddedAgent {"
  echo "  static let library: StaticString = \"$(base64 -w 0 "$output.so")\""
  echo "  static let bootstrap: StaticString = \"$(base64 -w 0 "$agent/sitecustomize.py")\""
  echo "  static let pairing: StaticString = \"$(base64 -w 0 "$agent/pairing.py")\""
  echo "  static let remote: StaticString = \"$(base64 -w 0 "$agent/remote.py")\""
  echo "  static let calls: StaticString = \"$(base64 -w 0 "$agent/calls.py")\""
  echo "  static let module: StaticString = \"$(base64 -w 0 "$agent/seriema.py")\""
  echo "}"
} >"$output"
rm "$output.so"
