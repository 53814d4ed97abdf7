#!/usr/bin/env bash
# Installs what the tests need beside Swift, and pyenv's CPython 3.8 to 3.13: Debian packages (so it runs as root),
# CPython 3.14 and 3.15 into .pythons, and Python packages into .venv/packages. Safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends \
  binutils ca-certificates gcc libc6-dev libzstd-dev patchelf pkg-config python3 python3-dev python3-pip util-linux
python3 -m pip install --quiet --disable-pip-version-check --break-system-packages \
  --upgrade --target .venv/packages coverage docutils jinja2 py-spy pyte
Tests/Pythons/provision.sh .pythons
