#!/usr/bin/env bash
# Tests that repeat something, as often as Tests/README.md says: Tests/long.sh RUNS FILTER.
#
# So many runs of the tests whose names match FILTER share the work side by side.
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -eq 2 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
runs=$1
filter=$2
log=$(mktemp)
logs=$(mktemp -d)
trap 'rm -rf "$log" "$logs"' EXIT
swift build --build-tests >"$log" 2>&1 || { tail -n 40 "$log"; exit 1; }
# Not `swift test`: one run of it would wait for the other.
tests=$(swift build --show-bin-path)/topssPackageTests.xctest

pids=()
for ((run = 1; run <= runs; run++)); do
  TOPSS_LONG=$runs "$tests" --testing-library swift-testing --filter "$filter" \
    >"$logs/$run" 2>&1 &
  pids+=($!)
done
status=0
for ((run = 1; run <= runs; run++)); do
  if ! wait "${pids[run - 1]}"; then
    status=1
    grep -a -A 40 'recorded an issue\|error: ' "$logs/$run" | cut -c 1-400 | head -n 120 || true
  fi
  # What tests print of their own, and the summary.
  grep -av '^[◇✔✘↳]' "$logs/$run" | grep -a '^[a-z]*: ' || true
  tail -n 1 "$logs/$run"
done
exit $status
