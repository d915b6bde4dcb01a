#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# dicom_codecs.sh BIN [RUNS]: one film of 5 megapixels and 12 bits in several transfer syntaxes, decoded by ours
# (BIN/bench_dicom: cmake --build --target bench_dicom) and by GDCM, one thread each: medians of processor time in milliseconds,
# and how many times faster ours is. Needs g++, dcmtk, libgdcm-tools and libgdcm-dev.
set -euo pipefail

bin=${1:?usage: dicom_codecs.sh BIN [RUNS]}
runs=${2:-9}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gdcm=$(find /usr/include -maxdepth 1 -name 'gdcm-3*' | head -n 1)
g++ -O2 -w -I"$gdcm" "$here/dicom_codecs_gdcm.cpp" -o "$work/gdcm" -lgdcmMSFF -lgdcmDSED -lgdcmCommon

plain=$work/native.dcm
"$bin/bench_dicom" make "$plain"
dcmcrle "$plain" "$work/rle.dcm"
dcmcjpeg +e1 "$plain" "$work/jpeg_lossless.dcm"
dcmcjpeg +ee "$plain" "$work/jpeg_extended.dcm"
dcmcjpls "$plain" "$work/jpeg_ls.dcm"
gdcmconv --j2k "$plain" "$work/jpeg2000.dcm"

printf '%-14s %9s %9s %7s\n' syntax ours_ms gdcm_ms ratio
for name in native rle jpeg_lossless jpeg_extended jpeg_ls jpeg2000; do
  ours=$("$bin/bench_dicom" "$work/$name.dcm" "$runs")
  theirs=$("$work/gdcm" "$work/$name.dcm" "$runs" 2>/dev/null)
  awk -v n="$name" -v o="$ours" -v t="$theirs" 'BEGIN { printf "%-14s %9.1f %9.1f %6.2fx\n", n, o, t, t / o }'
done
