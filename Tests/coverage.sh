#!/usr/bin/env bash
# Line coverage of the sources: coverage.sh [FILTER], see README.md beside this.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=.build-coverage
build=(--scratch-path "$scratch" --enable-code-coverage)
swift build --build-tests "${build[@]}" >"${TMPDIR:-/tmp}/coverage-build.log" 2>&1 ||
  { tail -n 40 "${TMPDIR:-/tmp}/coverage-build.log"; exit 1; }
rm -rf "$scratch"/debug/codecov
# What a failing test reached counts, too; the failure is told.
swift test --skip-build "${build[@]}" ${1:+--filter "$1"} 2>&1 |
  grep -aE '✘|Test run with' | cut -c 1-300 || true

# A program that was killed while it wrote its counts left half of them.
tools=$(dirname "$(readlink -f "$(command -v swift)")")
"$tools"/llvm-profdata merge -sparse -failure-mode=all "$scratch"/debug/codecov/*.profraw -o "$scratch/merged.profdata"
counts=(-instr-profile "$scratch/merged.profdata" "$scratch"/debug/topssPackageTests.xctest
  -object "$scratch/debug/topss")
"$tools"/llvm-cov report "${counts[@]}" Sources |
  awk '$1 ~ /\.swift$|^TOTAL$/ { printf "%7s %5d lines  %s\n", $10, $8, $1 }'
[ -n "${MISSED:-}" ] || exit 0
find Sources -name '*.swift' | grep -E "$MISSED" | while read -r file; do
  echo "== $file"
  "$tools"/llvm-cov show "${counts[@]}" "$file" | grep -E '^ *[0-9]+\| +0\|' || true
done
