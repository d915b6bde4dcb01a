#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# shared.sh BIN_DIR reads the session files that are not part of the source tree: facts/his-fixtures in CXRVAL_SHARED, or
# in shared/ beside the source tree. Each gives the report of session LK0001, and one of them that of LK0002 as well.
set -uo pipefail
bin=$(cd "$1" && pwd) || exit 2
tree=$(cd "$(dirname "$0")/../../.." && pwd) || exit 2
folder=${CXRVAL_SHARED:-$tree/../shared}/facts/his-fixtures
if [ ! -d "$folder" ]; then
  echo "skipped: no folder facts/his-fixtures in CXRVAL_SHARED or beside the source tree"
  exit 77
fi
export LC_ALL=C.UTF-8
unset CXRVAL_RUN_DIR
failed=0

one='25001,LK0001,20000001,M,1970,2020-11-02T07:31,2020-11-02T11:05,18.0119.0028,2020-11-02T09:15,"- Không thấy hình bất thường xương lồng ngực.
- Không thấy hình tràn dịch, khí màng phổi.
- Nhu mô phổi không thấy bất thường.
- Hình tim và trung thất bình thường.",Hình ảnh tim phổi bình thường,,'
two='25001,LK0002,20000002,M,1970,2020-11-05T08:10,2020-11-12T15:30,18.0119.0028,2020-11-05T09:40,"- Không thấy hình tổn thương xương lồng ngực.
- Tù góc sườn hoành phải, theo dõi tràn dịch màng phổi phải.
- Đám mờ không đồng nhất đáy phổi phải, phần còn lại nhu mô phổi không thấy bất thường.
- Hình tim và trung thất không thấy bất thường.",Theo dõi tràn dịch màng phổi phải,,'

cd "$folder" || exit 2
for file in *.xml; do
  expected=$one$file
  [[ $file == *two_sessions* ]] && expected+=$'\n'$two$file
  if ! diff -u <(printf '%s\n' "$expected") <("$bin/his-extract" --quiet "$file" | tail -n +2); then
    echo "FAILED $file: other rows"
    failed=1
  fi
done
exit "$failed"
