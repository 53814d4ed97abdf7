#!/usr/bin/env bash
# Builds a free-threaded CPython 3.14 from Debian's sources, as no package has one:
#   free_threaded.sh DIR   →   DIR/python
# Needs: apt-get, curl, gcc, make, xz. About two minutes and 400 MB. Safe to repeat: what is there and runs is kept.
set -euo pipefail
dir=${1:?usage: free_threaded.sh DIR}
"$dir/python" -c "import asyncio, threading" 2>/dev/null && exit 0

# The mirror that this machine already uses for its own release.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/$') || {
  echo "free_threaded: no Debian mirror among this machine's apt sources (run 'apt-get update' first)" >&2; exit 1; }
# The development release moves, and mirrors follow: the newest that this one has.
for micro in $(seq 30 -1 0); do
  url=${mirror}pool/main/p/python3.14/python3.14_3.14.$micro.orig.tar.xz
  curl --fail --silent --head --max-time 20 "$url" >/dev/null && break
  ((micro > 0)) || { echo "free_threaded: $mirror has no sources of CPython 3.14" >&2; exit 1; }
done
rm -rf "$dir"
mkdir -p "$dir"
curl --fail --silent --retry 3 --max-time 300 "$url" | tar -C "$dir" -xJ --strip-components 1
cd "$dir"
{
  ./configure -q --disable-gil OPT='-O1 -DNDEBUG'
  make -s -j"$(nproc)"
} >build.log 2>&1 || { tail -n 20 build.log >&2; exit 1; }
./python -c 'import asyncio, sys; assert not sys._is_gil_enabled(); print("built", sys.version.split()[0])'
