#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# setup.sh [tests]: installs the Debian or Ubuntu packages that building needs and that are not there yet; with `tests`
# also those that only tests use, as references from outside. Does nothing, and asks for no password, when all are there.
set -euo pipefail

packages=(
  g++ cmake ninja-build ccache
  libtorch-dev libdnnl-dev libdcmtk-dev libcharls-dev libopenjp2-7-dev libxml2-dev libicu-dev libarchive-dev zlib1g-dev libpng-dev libjpeg-dev
  libssl-dev libcurl4-openssl-dev
  libboost-program-options-dev libboost-dev libeigen3-dev libexpected-dev libsimdjson-dev nlohmann-json3-dev catch2
  libtiff-dev # named by DCMTK's CMake targets, but not by its package
)
test_packages=(dcmtk dicom3tools python3-pydicom python3-numpy python3-pil python3-torch python3-torchvision libgdcm-tools openjph-tools time chromium fonts-noto-core orthanc orthanc-dicomweb)

case "${1:-}" in
  "") ;;
  tests) packages+=("${test_packages[@]}") ;;
  *) echo "usage: setup.sh [tests]" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "setup.sh: error: no apt-get here; install what matches ${missing[*]}" >&2
  exit 1
fi
root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup.sh: error: needs root or sudo to install ${missing[*]}" >&2; exit 1; }
  root=(sudo)
fi

echo "installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt_get() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq "$@"; }
apt_get update
# Tests start an Orthanc of their own; the package's service is not wanted, and would listen on this machine's ports.
policy=/usr/sbin/policy-rc.d
if [[ " ${missing[*]} " == *" orthanc "* ]] && [ ! -e "$policy" ]; then
  trap '"${root[@]}" rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null
  "${root[@]}" chmod 755 "$policy"
fi
apt_get install -y --no-install-recommends "${missing[@]}" >/dev/null
if [[ " ${missing[*]} " == *" orthanc "* ]] && command -v systemctl >/dev/null; then
  "${root[@]}" systemctl disable orthanc >/dev/null 2>&1 || true
fi
