#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fresh_debian.sh [bookworm|trixie] [COMMAND...] proves the README on a machine that has nothing: makes a bare Debian in a
# folder (debootstrap, as root), clones the committed state into it and runs ./scripts/demo.sh twice and
# ./scripts/test.sh there, or COMMAND. Run by hand: it takes a quarter of an hour and needs the package mirrors.
# FRESH_DEBIAN_ROOT names the folder (default: a temporary one that is removed); an existing one is used again.
set -euo pipefail
release=${1:-bookworm}
shift || true
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
[ "$(id -u)" -eq 0 ] || { echo "fresh_debian.sh: error: debootstrap and chroot need root" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "fresh_debian.sh: error: apt-get install debootstrap first" >&2; exit 1; }

root=${FRESH_DEBIAN_ROOT:-}
if [ -z "$root" ]; then
  root=$(mktemp -d)
  trap 'umount -q "$root/proc" "$root/dev" 2>/dev/null; rm -rf --one-file-system "$root"' EXIT
else
  mkdir -p "$root"
  trap 'umount -q "$root/proc" "$root/dev" 2>/dev/null || true' EXIT
fi
# The mirror and proxy settings of this machine, so that the check reaches what the machine reaches.
[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase --include=ca-certificates,git "$release" "$root" ${DEBOOTSTRAP_MIRROR:+"$DEBOOTSTRAP_MIRROR"}
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp /etc/hosts "$root/etc/hosts" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
mkdir -p "$root/proc" "$root/dev"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mountpoint -q "$root/dev" || mount --bind /dev "$root/dev"

rm -rf "$root/root/cxrval"
git clone -q "$source_tree" "$root/root/cxrval"
inside() { chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} bash -c "cd /root/cxrval && $1"; }
if [ $# -gt 0 ]; then
  inside "$*"
  exit
fi
inside ./scripts/demo.sh
time inside ./scripts/demo.sh
inside ./scripts/test.sh
echo "fresh $release: demo, second demo and tests passed"
