#!/bin/bash
# Counts the instructions of each stage at 10,000 made-up sockets with callgrind and compares them
# with instructions.txt: fails when one grew by more than 5 % without the file being changed.
# With --record the file is written anew. Takes about a minute; needs valgrind.
#
# usage: instructions.sh [--record] [PATH-OF-BENCHMARKS]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
record=0
if [ "${1:-}" = --record ]; then
  record=1
  shift
fi
program=${1:-$here/../../.build/release/Benchmarks}
counts=$here/instructions.txt
runs=3
command -v valgrind >/dev/null || {
  echo "instructions.sh: valgrind is missing: Resources/setup/setup.sh test installs it" >&2
  exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Without debugging information, which valgrind cannot read.
strip -g -o "$work/benchmarks" "$program"
# The same hashes in each run, else sets and dictionaries differ.
SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file="$work/counts" \
  "$work/benchmarks" --once >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
callgrind_annotate --inclusive=yes --threshold=100 --show-percs=no "$work/counts" >"$work/table"

# The instructions of one run of stage $1: its function with all that it calls.
count() {
  awk -v name="stage$1" -v runs=$runs '
    index($0, name) && index($0, "SyntheticBench") && !found {
      gsub(",", "", $1); print int($1 / runs); found = 1
    }' "$work/table"
}

for stage in Decode Diff Sort Match State Draw Text; do
  now=$(count $stage)
  [ -n "$now" ] || { echo "instructions.sh: no function stage$stage in the counts" >&2; exit 1; }
  echo "$stage $now"
done | tr '[:upper:]' '[:lower:]' >"$work/fresh"

if [ $record = 1 ]; then
  {
    echo "# Instructions of one run at 10,000 made-up sockets (callgrind): instructions.sh --record."
    cat "$work/fresh"
  } >"$counts"
  cat "$counts"
  exit 0
fi

status=0
while read -r stage now; do
  before=$(awk -v stage="$stage" '$1 == stage { print $2 }' "$counts")
  if [ -z "$before" ]; then
    echo "FAILED $stage: not in $counts"
    status=1
  elif [ $((now * 100)) -gt $((before * 105)) ]; then
    echo "FAILED $stage: $now instructions, $before before"
    status=1
  else
    echo "$stage: $now instructions, $before before"
  fi
done <"$work/fresh"
[ $status = 0 ] || echo "Where that is wanted: Tests/Benchmarks/instructions.sh --record, and commit."
exit $status
