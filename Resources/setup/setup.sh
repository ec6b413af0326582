#!/bin/sh
# Installs the Debian packages that topss needs: `setup.sh run` to build and run it, `setup.sh test`
# to run its tests too. Works as root or through sudo, and says what is missing when it has neither.
set -eu

case "${1:-run}" in
run) packages="libncurses-dev" ;;
test) packages="libncurses-dev ncurses-term iproute2 tmux strace locales shellcheck
    mandoc zsh fish fakeroot lintian python3 valgrind" ;;
*)
  echo "usage: setup.sh run|test" >&2
  exit 2
  ;;
esac

if ! command -v swift >/dev/null 2>&1; then
  echo "setup.sh: the Swift toolchain (6.2 or later) is missing: see https://www.swift.org/install" >&2
  exit 1
fi

missing=""
for package in $packages; do
  status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  as_root=""
elif command -v sudo >/dev/null 2>&1; then
  as_root="sudo"
else
  echo "setup.sh: these packages are missing, and there is neither root nor sudo:$missing" >&2
  exit 1
fi

# shellcheck disable=SC2086 # the lists are words on purpose
install_missing() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}
install_missing >/dev/null 2>&1 || {
  $as_root apt-get update >/dev/null
  install_missing >/dev/null
}
