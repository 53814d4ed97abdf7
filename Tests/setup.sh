#!/usr/bin/env bash
# Installs what the tests need beside Swift, and pyenv's CPython 3.8 to 3.13: Debian packages (so it runs as root),
# CPython 3.14 and 3.15 into .pythons, with a free-threaded build where the mirror has its sources, and Python packages
# and other readers of reports into .venv. Safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends \
  binutils ca-certificates chromium curl gcc libc6-dev libcurl4 libcurl4-openssl-dev libzstd-dev make openssl \
  patchelf pkg-config python3 python3-dev python3-pip util-linux xz-utils zlib1g-dev
python3 -m pip install --quiet --disable-pip-version-check --break-system-packages \
  --upgrade --target .venv/packages coverage docutils jinja2 py-spy pyte
# A package that exchanges stacks, which is in C and so another one for each CPython.
for version in 3.8 3.10 3.11 3.15; do
  python3 -m pip install --quiet --disable-pip-version-check --break-system-packages --root-user-action=ignore \
    --upgrade --only-binary :all: --implementation cp --python-version "$version" --abi "cp${version/./}" \
    --target ".venv/greenlet/$version" greenlet
done
# Readers of the exchange formats, apart from the packages that programs under test import.
python3 -m pip install --quiet --disable-pip-version-check --break-system-packages \
  --upgrade --target .venv/consumers flamegraph-textual snakeviz
# extract PACKAGE PATTERN NAME: one file of a Debian package into .venv, without the rest of it and what it depends on.
extract() {
  local folder
  [ -x ".venv/$3" ] && return
  folder=$(mktemp -d)
  (cd "$folder" && apt-get download "$1")
  dpkg-deb --fsys-tarfile "$folder"/*.deb | tar -xO --wildcards "$2" >"$folder/file"
  install "$folder/file" ".venv/$3"
  rm -r "$folder"
}
# It runs alone, and is 10 of 450 MB.
go=$(apt-cache depends golang-go | sed -n 's/.*Depends: \(golang-[0-9.]*-go\)$/\1/p')
extract "$go" './usr/lib/go-*/pkg/tool/*/pprof' go-pprof
extract libdevel-nytprof-perl './usr/share/perl5/Devel/NYTProf/flamegraph.pl' flamegraph.pl
Tests/Pythons/provision.sh .pythons
# Not every mirror has the sources; the tests of free-threaded builds do nothing without.
Tests/Pythons/free_threaded.sh .pythons/free-threaded/3.14t || echo "setup: goes on without a free-threaded CPython"
