# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by reproduce.sh: takes files through a real PACS, an Orthanc of its own (Debian package orthanc) that listens on
# this machine only and lives in a folder.

orthanc_port=${ORTHANC_PORT:-18042}
orthanc_url=http://127.0.0.1:$orthanc_port

start_orthanc() { # FOLDER
  PATH=$PATH:/usr/sbin
  command -v Orthanc >/dev/null || { echo "${0##*/}: error: no program Orthanc; install the package orthanc" >&2; exit 1; }
  command -v curl >/dev/null || { echo "${0##*/}: error: no program curl; install the package curl" >&2; exit 1; }
  if curl -s "$orthanc_url/system" >/dev/null; then
    echo "${0##*/}: error: something listens on port $orthanc_port already; name another by ORTHANC_PORT" >&2
    exit 1
  fi
  mkdir -p "$1"
  cat >"$1/orthanc.json" <<JSON
{
  "Name": "cxrval", "StorageDirectory": "$1/storage", "IndexDirectory": "$1/index", "Plugins": [],
  "HttpPort": $orthanc_port, "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "DicomServerEnabled": false
}
JSON
  Orthanc "$1/orthanc.json" >"$1/log" 2>&1 &
  orthanc_pid=$!
  trap 'kill "$orthanc_pid" 2>/dev/null || true' EXIT
  for _ in $(seq 150); do
    curl -s "$orthanc_url/system" >/dev/null && return
    kill -0 "$orthanc_pid" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 5 "$1/log" >&2
  echo "${0##*/}: error: Orthanc does not start" >&2
  exit 1
}

stop_orthanc() {
  kill "$orthanc_pid"
  wait "$orthanc_pid" 2>/dev/null || true
  trap - EXIT
}

# Stores every file of a folder and prints how many were stored and how many Orthanc refused.
store_in_orthanc() { # FOLDER
  find "$1" -type f | LC_ALL=C sort | awk -v url="$orthanc_url/instances" '
    NR > 1 { print "next" }
    { gsub(/["\\]/, "\\\\&"); printf "url = \"%s\"\ndata-binary = \"@%s\"\noutput = \"/dev/null\"\nwrite-out = \"%%{http_code}\\n\"\n", url, $0 }' |
    curl -s --config - | awk '/^200$/ { ++stored; next } { ++refused } END { print stored + 0, refused + 0 }'
}

# Writes every instance to FOLDER/ID.dcm.
fetch_from_orthanc() { # FOLDER
  mkdir -p "$1"
  curl -s "$orthanc_url/instances" | grep -o '[0-9a-f]\{8\}\(-[0-9a-f]\{8\}\)\{4\}' | LC_ALL=C sort | awk -v url="$orthanc_url/instances" -v folder="$1" '
    NR > 1 { print "next" }
    { printf "url = \"%s/%s/file\"\noutput = \"%s/%s.dcm\"\nfail\n", url, $0, folder, $0 }' | curl -s --config -
}
