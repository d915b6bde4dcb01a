#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# pacs-pull and pacs-push before a server that misbehaves in every way that clients have met: they end, in bounded time and
# memory, with what was wrong. Skipped without pydicom.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
python=$3
server=$(cd "$(dirname "$0")" && pwd)/hostile_pacs.py
"$python" -c 'import pydicom' 2>/dev/null || { echo "SKIPPED: no pydicom"; exit 77; }
folder=$(scratch hostile_pacs)
cd "$folder"
(umask 077; printf '0123456789abcdef0123456789abcdef' >site.key)

simulate-hospital -q --studies 1 --seed 73 --image-size 64 hospital
image=$(find hospital/images -type f | sort | sed -n 1p)
mkfifo stop
"$python" "$server" "$image" <stop >port &
exec 9>stop # the server ends with this test
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
url=http://127.0.0.1:$(cat port)

pull() { # WAY OPTION...: status and messages in `status` and WAY.txt
  local way=$1
  shift
  status=0
  command time -f '%M' -o "$way.memory" timeout 60 pacs-pull --from 2020-01-01 --to 2020-01-01 --key site.key --tries 2 "$@" \
    "$url/$way" "$way" >"$way.paths" 2>"$way.txt" || status=$?
}
expect() { # WAY STATUS FETCHED MESSAGE [OPTION...]
  local way=$1 wanted=$2 files=$3 message=$4
  shift 4
  pull "$way" "$@"
  [ "$status" = "$wanted" ] || { cat "$way.txt" >&2; fail "$way: exit code $status, not $wanted"; }
  [ "$(find "$way" -name '*.dcm' | wc -l)" = "$files" ] || fail "$way: not $files files"
  [ "$(wc -l <"$way.paths")" = "$files" ] || fail "$way: not $files paths"
  grep -q -F -- "$message" "$way.txt" || { cat "$way.txt" >&2; fail "$way: does not say '$message'"; }
  [ -z "$(find "$way/.arriving" -type f)" ] || fail "$way: leaves an arriving file"
}
asked() { curl_free_get /log | grep -c -- "$1" || true; }
curl_free_get() { # PATH: the body of a plain GET, by Python, which is here anyway
  "$python" -c 'import sys, urllib.request; sys.stdout.write(urllib.request.urlopen(sys.argv[1]).read().decode())' "$url$1"
}

expect good 0 3 "3 read = 3 fetched"
for uid in 2.25.11 2.25.12 2.25.13; do cmp "$uid.dcm" "$(find good -name "$uid.dcm")" || fail "$uid is not what was sent"; done

# Listings. Days that have few studies are asked for together.
requests=$(asked '/good/studies?')
rm -r good
expect good 0 3 "3 fetched" --to 2021-12-31
[ $(($(asked '/good/studies?') - requests)) -le 80 ] || fail "two years took $(($(asked '/good/studies?') - requests)) requests"
expect endless 1 0 "the server's pages do not end"
expect no_offset 1 0 "seems to know no offset"
expect no_offset 0 3 "3 fetched" --page 0
expect html 1 0 "the answer is no JSON by its type"
expect no_json 1 0 "the answer is no JSON"
expect huge 1 0 "the answer is longer than 64 MiB"
expect unauthorized 1 0 "the server refuses the credentials (401)"
[ "$(asked /unauthorized/)" = 1 ] || fail "a 401 was asked again"
printf 'user = cxrval\npassword = se:cret\n' >basic.auth
printf 'token = abc.def\n' >token.auth
expect basic 0 3 "3 fetched" --auth basic.auth
expect token 0 3 "3 fetched" --auth token.auth
rm -r basic
expect basic 1 0 "the server refuses the credentials (401)" --auth token.auth
CXRVAL_PACS_USER=cxrval CXRVAL_PACS_PASSWORD=se:cret expect basic 0 3 "3 fetched"
expect bad_request 1 0 "the server answered 400"
[ "$(asked /bad_request/)" = 1 ] || fail "a 400 was asked again"
began=$(date +%s)
expect busy 0 3 "3 fetched"
[ $(($(date +%s) - began)) -ge 4 ] || fail "Retry-After was not kept"
expect broken 0 3 "3 fetched" --tries 3
expect forever_broken 3 0 "the server answered 500"
[ "$(asked '/forever_broken/studies/2.25.1$')" = 2 ] || fail "--tries 2 did not try twice"
requests=$(asked '/good/studies?')
expect elsewhere 1 0 "the server sends to another host"
[ "$(asked '/good/studies?')" = "$requests" ] || fail "a redirect to another host was followed"
expect moved 0 3 "3 fetched"
expect circle 1 0 "from one address to the next without end"
expect hostile_uids 0 0 "8 studies have a UID that is none"
[ "$(find . -newer site.key -path '*etc*' | wc -l)" = 0 ] || fail "a hostile UID became a path"

# Files.
expect cut 0 3 "3 fetched"
expect dropped 0 3 "3 fetched"
expect always_cut 3 0 "the answer was cut"
expect part_header 3 0 "a part's headers are longer than 64 KiB"
began=$(date +%s)
expect drip 3 0 "the server was silent for too long" --idle-timeout 2 --tries 1
expect silent 3 0 "the server was silent for too long" --idle-timeout 2 --tries 1
[ $(($(date +%s) - began)) -le 60 ] || fail "a server that drips was waited for"
expect text 3 0 "the answer is no multipart of DICOM files"
expect single 0 3 "3 fetched"
expect others 3 0 "the file's UIDs are others than were asked for"
expect no_dicom 3 0 "not a DICOM file"
expect vanished 0 1 "gone 2"
expect poison 3 2 "the connection broke"
expect no_files 1 0 "the server has none of the 3 images that it lists"
rm -r good; mkdir good; cp no_files/ledger.csv good/ # what was gone is asked for again
expect good 0 3 "3 fetched"
expect capped 3 2 "the server lists fewer images of the study than it says it has" --page 0
expect uncounted 0 3 "series 1 read = 0 listed + 1 excluded (not_cxr 1)"
expect odd_uid 3 2 "a series or image of the study has a UID that is none"
expect files_unauthorized 1 0 "the server refuses the credentials (401)"
[ "$(asked /files_unauthorized/.*/instances/)" -le 1 ] || fail "wrong credentials were shown again and again"
expect files_forbidden 3 0 "the server answered 403"
expect bomb 1 0 "is nested too deeply or has too many values"
expect endless_refusal 3 0 "the server answered 400"
expect endless_end 0 3 "3 fetched"
rm -r good
began=$(date +%s%N)
expect good 0 3 "3 fetched" --rate 0.01 -j 1
seconds=$((($(date +%s%N) - began) / 1000000000))
bytes=$(cat 2.25.1?.dcm | wc -c)
[ "$seconds" -ge $((bytes / 10000 / 2)) ] || fail "$bytes bytes took $seconds s at 10 kB/s"
rm -r good
expect good 3 0 "a file is larger than the limit" --largest 0.001

# No more memory than an answer may take, whatever the server sends. A sanitizer's own memory is not the tool's.
if ! grep -q '^CXRVAL_SANITIZE:[A-Z]*=.' "$bin/../CMakeCache.txt" 2>/dev/null; then
  for way in huge part_header endless bomb; do
    [ "$(tail -n 1 "$way.memory")" -lt 400000 ] || fail "$way took $(tail -n 1 "$way.memory") kB"
  done
fi

# Storing: what the server says that it has is stored, and nothing else.
push() { # WAY
  status=0
  pacs-push -q --tries 1 "$url/$1" 2.25.11.dcm 2.25.12.dcm 2.25.13.dcm >"$1.csv" 2>"$1.txt" || status=$?
  grep -c ',stored,$' "$1.csv" || true
}
[ "$(push good)" = 3 ] || fail "a good server stored less than three"
[ "$(push liar)" = 0 ] || fail "a status was taken for storing"
grep -q 'the server does not say that it has it' liar.txt || fail "what was not confirmed is not said"
[ "$(push forgetful)" = 3 ] || fail "what was forgotten is not sent once more"
[ "$(push full)" = 1 ] || fail "what was refused counts as stored"
grep -q '(A700)' full.txt || fail "the reason of a refusal is not said"
exec 9>&-

# TLS: certificates are checked on both sides.
command -v openssl >/dev/null || { echo "no openssl: TLS is not tested"; exit 0; }
certificate() { # NAME EXTENSION...: signed by the authority
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
  printf '%s\n' "$2" >extension
  openssl x509 -req -in "$1.csr" -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile extension -out "$1.pem" 2>/dev/null
}
openssl req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 2 -subj /CN=authority 2>/dev/null
certificate server 'subjectAltName = IP:127.0.0.1'
certificate client 'extendedKeyUsage = clientAuth'
mkfifo stop_tls
"$python" "$server" "$image" server.pem server.key authority.pem <stop_tls >port_tls &
exec 9>stop_tls
for _ in $(seq 100); do [ -s port_tls ] && break; sleep 0.1; done
url=https://127.0.0.1:$(cat port_tls)
printf 'authority = authority.pem\n' >server.auth
printf 'authority = authority.pem\ncertificate = client.pem\nkey = client.key\n' >client.auth
printf 'authority = authority.pem\ncertificate = client.pem\nkey = server.key\n' >mixed.auth
rm -r good
expect good 1 0 "the server's certificate is not trusted"
expect good 1 0 "the connection broke" --auth server.auth --tries 1
expect good 1 0 "the client's certificate or key cannot be used" --auth mixed.auth
expect good 0 3 "3 fetched" --auth client.auth
url=https://localhost:$(cat port_tls)
rm -r good
expect good 1 0 "the server's certificate is not trusted" --auth client.auth
exec 9>&-
