# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Sourced by reproduce.sh, benchmarks and tests: a real PACS, an Orthanc of its own (Debian packages orthanc and
# orthanc-dicomweb) that listens on this machine only, asks for a password and lives in a folder.

have_orthanc() {
  PATH=$PATH:/usr/sbin
  command -v Orthanc >/dev/null && [ -e "$orthanc_plugin" ]
}

orthanc_plugin=${ORTHANC_PLUGIN:-/usr/share/orthanc/plugins/libOrthancDicomWeb.so}

port_is_free() { ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets orthanc_url (its own REST), orthanc_dicomweb and orthanc_auth (a file for --auth). A folder that had one before
# keeps its images and its port.
start_orthanc() { # FOLDER
  have_orthanc || { echo "${0##*/}: error: no Orthanc with DICOMweb; install the packages orthanc and orthanc-dicomweb" >&2; exit 1; }
  mkdir -p "$1"
  local port=${ORTHANC_PORT:-$((20000 + $$ % 20000))}
  if [ -e "$1/port" ]; then port=$(cat "$1/port"); fi
  until port_is_free "$port"; do
    if [ -n "${ORTHANC_PORT:-}" ]; then
      echo "${0##*/}: error: something listens on port $port already; name another by ORTHANC_PORT" >&2
      exit 1
    fi
    port=$((port + 1))
  done
  echo "$port" >"$1/port"
  orthanc_url=http://127.0.0.1:$port
  export orthanc_dicomweb=$orthanc_url/dicom-web
  orthanc_auth=$1/auth
  if [ ! -e "$orthanc_auth" ]; then
    (umask 077; printf 'user = cxrval\npassword = %s\n' "$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" >"$orthanc_auth")
  fi
  cat >"$1/orthanc.json" <<JSON
{
  "Name": "cxrval", "StorageDirectory": "$1/storage", "IndexDirectory": "$1/index", "Plugins": ["$orthanc_plugin"],
  "HttpPort": $port, "RemoteAccessAllowed": false, "DicomServerEnabled": false,
  "AuthenticationEnabled": true, "RegisteredUsers": { "cxrval": "$(sed -n 's/^password = //p' "$orthanc_auth")" },
  "DicomWeb": { "Enable": true, "Root": "/dicom-web/", "EnableWado": false, "StudiesMetadata": "Full", "SeriesMetadata": "Full" }
}
JSON
  Orthanc "$1/orthanc.json" >>"$1/log" 2>&1 &
  orthanc_pid=$!
  trap 'kill "$orthanc_pid" 2>/dev/null || true' EXIT
  for _ in $(seq 150); do
    if ! port_is_free "$port"; then return; fi
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
