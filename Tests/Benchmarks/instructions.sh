#!/bin/bash
# Counts the instructions of each stage at 10,000 made-up sockets with callgrind and compares them
# with instructions.txt: fails when one grew by more than 5 %. With --record the file is written anew.
# Without valgrind it says so and succeeds.
#
# usage: instructions.sh [--record] [PATH-OF-BENCHMARKS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
record=0
if [ "${1:-}" = --record ]; then
  record=1
  shift
fi
program=${1:-$here/../../.build/release/Benchmarks}
counts=$here/instructions.txt
sockets=10000
if ! command -v valgrind >/dev/null; then
  echo "skipped: valgrind is not installed"
  exit 0
fi

# Instructions of a run of one stage, repeated $2 times beside the two that warm up.
count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$plain" --stage "$1" $sockets "$2" 2>&1 |
    sed -n 's/.*Collected : *//p'
}

fresh=$(mktemp)
# Without debugging information, which valgrind cannot read.
plain=$(mktemp)
trap 'rm -f "$fresh" "$plain"' EXIT
strip -g -o "$plain" "$program"
chmod +x "$plain"
for stage in decode diff sort filter draw text; do
  few=$(count $stage 1)
  many=$(count $stage 6)
  echo "$stage $(((many - few) / 5))" >>"$fresh"
done

if [ $record = 1 ]; then
  {
    echo "# Instructions of one run at $sockets made-up sockets (callgrind); instructions.sh --record."
    cat "$fresh"
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
done <"$fresh"
exit $status
