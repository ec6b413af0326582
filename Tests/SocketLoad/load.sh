#!/usr/bin/env bash
# The monitor under load: load.sh SOCKETS PROCESSES PROGRAM [KEYS]. Needs root, and per 100,000
# sockets some 0.5 GB.
#
# Fills a network namespace with SOCKETS connected TCP sockets and the host with PROCESSES processes
# that hold one socket each, runs PROGRAM on a terminal in there, and prints how it answers KEYS
# (500) keys, what it says of its interval, and what it takes. ALONE=1 before it keeps the rest of a
# busy machine out of the figures.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sockets=$1
processes=$2
program=$3
keys=${4:-500}
folder=$(mktemp -d)
mkfifo "$folder/hold"
trap 'exec 9>&-; rm -rf "$folder"' EXIT

cc -O2 -o "$folder/socket-load" "$here/main.c"
"$folder/socket-load" $((sockets / 2)) $((sockets / 100)) "$processes" \
  <"$folder/hold" >"$folder/ready" &
exec 9>"$folder/hold"
until grep -q READY "$folder/ready"; do
  kill -0 $! || exit 1
  sleep 0.5
done
read -r _ load <"$folder/ready"
nsenter -n -t "$load" grep '^TCP:' /proc/net/sockstat
echo "processes: $(find /proc -maxdepth 1 -name '[0-9]*' | wc -l)"
nsenter -n -t "$load" python3 "$here/keys.py" "$keys" "$program" --interval 1 -tuan
