#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs that are killed at any moment and go on: the tables are those of a run that nobody disturbed. The third argument
# is how often the run is killed, the fourth how many copies of the hospital's images it reads.
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$(dirname "$0")/common.sh"
kills=${3:-6}
copies=${4:-4}
folder=$(scratch resume)
cd "$folder"
mkdir images
for copy in $(seq "$copies"); do cp -r "$hospital/images" "images/copy$copy"; done
find images -type f | sort | awk 'NR % 25 == 3' | while read -r file; do head -c 700 "$file" >head.dcm && mv head.dcm "$file"; done
echo "no image" >images/readme.txt

infer() { # TABLE OPTION...
  local table=$1
  shift
  "${begin[@]}" cxr-infer -q images -o "$table.csv" --boxes "$table.boxes.csv" --rejects "$table.rejects.csv" "$@"
}
begin=()
in_background() { # the process itself, so that it can be killed
  begin=(exec)
  infer "$@"
}
infer whole 2>/dev/null && fail "rejected images exit 0"

killed=0
RANDOM=7
for _ in $(seq $((kills * 20))); do
  [ "$killed" -lt "$kills" ] || break
  in_background resumed --resume -j $((RANDOM % 3 + 1)) 2>/dev/null &
  run=$!
  sleep "$((RANDOM % 3)).$((RANDOM % 9000 + 1000))"
  if kill -9 "$run" 2>/dev/null; then killed=$((killed + 1)); fi
  status=0
  wait "$run" 2>/dev/null || status=$?
  case $status in
    137) ;;
    3)
      for part in .csv .boxes.csv .rejects.csv; do cmp "whole$part" "resumed$part"; done
      find . -name 'resumed*' -delete
      ;;
    *) fail "a run that goes on ends with $status" ;;
  esac
done
echo "killed $killed times"
[ "$killed" -ge "$kills" ] || fail "only $killed runs could be killed"
status=0
infer resumed --resume 2>err || status=$?
[ "$status" = 3 ] || fail "the last run ends with $status"
for part in .csv .boxes.csv .rejects.csv; do cmp "whole$part" "resumed$part"; done
find . -name '*.partial*' | grep . && fail "something is left beside the tables"
ledger() { grep -o '"ledger".*' <(tr -d '\n' <"$1.csv.run.json") | sed 's/"exit_code".*//'; }
cmp <(ledger whole) <(ledger resumed) || fail "the accounts of a resumed run differ"
sums() { grep -oE '"sha256": "[0-9a-f]*"' "$1.csv.run.json"; }
cmp <(sums whole) <(sums resumed) || fail "the hashes of a resumed run differ"

# A run that was ended goes on with nothing else than what it began with. It is ended while it waits for more of its
# list, so that it surely is in the middle.
listed() { # TABLE OPTION...
  local table=$1
  shift
  "${begin[@]}" cxr-infer -q --max-wait 0.2 - -o "$table.csv" --boxes "$table.boxes.csv" --rejects "$table.rejects.csv" "$@"
}
begin=()
find images -type f | sort >paths
listed straight <paths 2>/dev/null || [ $? = 3 ]
mkfifo feed
{
  begin=(exec)
  listed nothing <feed 2>/dev/null
} &
run=$!
exec 4>feed
for _ in $(seq 600); do
  [ -e nothing.csv.partial ] && break
  sleep 0.1
done
kill -TERM "$run"
wait "$run" && fail "a terminated run exits 0"
exec 4>&-
find . -name 'nothing*' | grep . && fail "a run that was ended before it did anything leaves something"
{
  begin=(exec)
  listed other <feed 2>/dev/null
} &
run=$!
exec 4>feed
head -n 90 paths >&4
for _ in $(seq 600); do
  [ -s other.csv.partial.journal ] && break
  sleep 0.1
done
# While a first checkpoint is on its way to the disk there is nothing to go on with yet: a second one says that it came.
sed -n 91p paths >&4
for _ in $(seq 600); do
  [ "$(wc -l <other.csv.partial.journal)" -ge 2 ] && break
  sleep 0.1
done
kill -TERM "$run"
wait "$run" && fail "a terminated run exits 0"
exec 4>&-
[ -s other.csv.partial.journal ] || fail "a terminated run leaves nothing to go on with"
listed other <paths 2>err && fail "what an earlier run left is thrown away unasked"
grep -q -- '--resume' err || fail "nobody says how to go on"
listed other --resume --filter none <paths 2>err && fail "a run goes on with another filter"
grep -q 'other models, options or outputs' err || fail "nobody says that the options differ"
sed 's/copy1/copy0/' paths | listed other --resume 2>err && fail "a run goes on with other inputs"
grep -q 'the inputs are not those' err || fail "nobody says that the inputs differ"
listed other --resume </dev/null 2>err && fail "a run goes on without any inputs"
grep -q 'the inputs are not those' err || fail "nobody says that there are no inputs"
cp other.csv.partial kept
sed -i '2s/2/3/' other.csv.partial
listed other --resume <paths 2>err && fail "a run goes on with a table that was edited"
grep -q 'has changed' err || fail "nobody says that the table was edited"
cp kept other.csv.partial
listed other --resume <paths 2>/dev/null || [ $? = 3 ] || fail "it does not go on with the same"
for part in .csv .boxes.csv .rejects.csv; do cmp "straight$part" "other$part"; done

# Shards together are the whole.
for i in 1 2 3; do infer "shard$i" --shard "$i/3" 2>/dev/null || [ $? = 3 ]; done
for part in .csv .boxes.csv .rejects.csv; do
  cmp <(tail -n +2 "whole$part" | sort) <(tail -q -n +2 shard[123]"$part" | sort) || fail "the shards are not the whole"
  [ "$(wc -l <"shard2$part")" -gt 1 ] || fail "a shard is empty"
done

# A folder, a list of its files and their header table give the same rows.
columns() { cut -d, -f 1-18 "$1"; } # without path
dicom-extract -q images -o headers.csv 2>/dev/null || true
(cd images && find . -type f -name '*.dcm' | sed 's|^\./||' | sort) >list.txt
cxr-infer -q --from headers --root images headers.csv -o by_headers.csv 2>/dev/null || [ $? = 3 ]
cxr-infer -q --from list --root images list.txt -o by_list.csv 2>/dev/null || [ $? = 3 ]
sed 's|^|images/|' list.txt | cxr-infer -q - -o by_pipe.csv 2>/dev/null || [ $? = 3 ]
cmp whole.csv by_headers.csv
cmp <(sort whole.csv) <(sort by_list.csv)
cmp <(columns by_list.csv) <(columns by_pipe.csv)
printf 'images/a.dcm' | cxr-infer -q - 2>err >/dev/null && fail "a list that was cut is taken"
grep -q 'does not end in a line end' err

# A live pipe: what came is judged when nothing comes any more, long before a batch is full.
mkfifo live
cxr-infer -q --max-wait 0.5 - <live >live.csv &
run=$!
exec 3>live
head -n 3 list.txt | sed 's|^|images/|' >&3
for _ in $(seq 100); do
  [ "$(wc -l <live.csv)" = 4 ] && break
  sleep 0.2
done
[ "$(wc -l <live.csv)" = 4 ] || fail "rows wait for a batch that does not come"
exec 3>&-
wait "$run" || [ $? = 3 ] || fail "a live pipe that ends is a failure"

# A full disk ends the run at once, and not when the pipe says something again.
cxr-infer -q -j 2 --max-wait 0.2 - <live >/dev/full 2>err &
run=$!
exec 3>live
head -n 3 list.txt | sed 's|^|images/|' >&3
for _ in $(seq 300); do
  kill -0 "$run" 2>/dev/null || break
  sleep 0.2
done
kill -9 "$run" 2>/dev/null && fail "a full disk does not end a run that waits for its list"
wait "$run" && fail "a full disk exits 0"
exec 3>&-
grep -q 'stdout: cannot write' err || fail "nobody says that the disk is full"
