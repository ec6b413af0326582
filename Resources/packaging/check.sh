#!/usr/bin/env bash
# Installs a package into a scratch root with dpkg, runs what it brought, and removes it again:
#
#   Resources/packaging/check.sh topss_0.1.0_amd64.deb
#
# Needs fakeroot unless it is run by root. Says what failed, and ends with 1 then.
set -euo pipefail

package=$(realpath "$1")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else fakeroot "$@"; fi
}

scratch_dpkg() {
  as_root env PATH="/usr/sbin:/sbin:$PATH" dpkg --root="$root" --force-depends --force-script-chrootless \
    --log=/dev/null "$@" > "$root/log" 2>&1 || { cat "$root/log" >&2; exit 1; }
}

fail() {
  echo "check.sh: $*" >&2
  exit 1
}

mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/triggers"
touch "$root/var/lib/dpkg/status" "$root/var/lib/dpkg/available"

scratch_dpkg --install "$package"
binary=$root/usr/bin/topss
[ -x "$binary" ] || fail "the binary is missing"
[ -z "$(find "$root/usr" -perm /7000 -print -quit)" ] || fail "a file is set-uid"
[ -z "$(find "$root/usr" -perm /0022 ! -type l -print -quit)" ] || fail "a file is writable by others"
"$binary" --version | grep -q '^topss ' || fail "--version does not say topss"
"$binary" --help > /dev/null || fail "--help fails"
"$binary" --once -H -tan > /dev/null || fail "a listing fails"
"$binary" --print-config | cmp - "$root/usr/share/doc/topss/examples/config" ||
  fail "the default configuration is another"
! ldd "$binary" | grep -i swift || fail "the binary needs libraries of Swift"
! "$binary" --no-such-option 2> /dev/null || fail "an unknown option is taken"
# On a terminal of its own: shows its tabs, and ends at q.
mkfifo "$root/keys"
TERM=xterm timeout 120 script -qec "stty rows 24 cols 80; $binary --no-config" /dev/null \
  < "$root/keys" > "$root/screen" &
exec 3> "$root/keys"
for _ in $(seq 100); do
  if grep -q Listeners "$root/screen"; then break; fi
  sleep 1
done
grep -q Listeners "$root/screen" || fail "the screen does not show its tabs"
printf q >&3
wait $! || fail "the screen ends with an error"
gzip -t "$root/usr/share/man/man8/topss.8.gz" || fail "the manual page is broken"

scratch_dpkg --purge topss
left=$(find "$root/usr" -type f 2> /dev/null || true)
[ -z "$left" ] || fail "removing leaves: $left"
echo "installed, run and removed: $(basename "$package")"
