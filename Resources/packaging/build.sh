#!/usr/bin/env bash
# Builds a static, stripped release binary and a Debian package of it:
#
#   Resources/packaging/build.sh [DIRECTORY]
#
# puts topss and topss_VERSION_ARCHITECTURE.deb into DIRECTORY (default .build/package).
#
#   TOPSS_BINARY=FILE        packages that binary instead of building one
#   TOPSS_ARCHITECTURE=NAME  amd64 or arm64; default: this machine's
#   TOPSS_SWIFT_SDK=NAME     builds for another architecture with that Swift SDK (swift sdk list)
#
# A toolchain brings Swift's runtime for its own architecture only. So an arm64 package is built on
# arm64, or elsewhere with a Swift SDK for arm64 that has ncurses in it, or from a binary that was
# built so.
set -euo pipefail
cd "$(dirname "$0")/../.."

output=${1:-.build/package}
version=$(sed -n 's/.*static let number: SafeText = "\(.*\)"$/\1/p' Sources/topss/ProgramVersion.swift)
[ -n "$version" ] || { echo "build.sh: no version in ProgramVersion.swift" >&2; exit 1; }
architecture=${TOPSS_ARCHITECTURE:-$(dpkg --print-architecture)}
# e_machine of the ELF header, and the prefix of the binary tools.
case $architecture in
amd64) machine=62 triple=x86_64-linux-gnu ;;
arm64) machine=183 triple=aarch64-linux-gnu ;;
*) echo "build.sh: no package is made for $architecture; amd64 and arm64 are known" >&2; exit 1 ;;
esac
# The same input gives the same package, bit by bit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

mkdir -p "$output"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

binary=${TOPSS_BINARY:-}
if [ -z "$binary" ]; then
  options=(-c release --static-swift-stdlib)
  if [ "$architecture" != "$(dpkg --print-architecture)" ]; then
    [ -n "${TOPSS_SWIFT_SDK:-}" ] || {
      echo "build.sh: this toolchain has no Swift runtime for $architecture: run this on $architecture," \
        "or name an SDK for it in TOPSS_SWIFT_SDK, or a binary in TOPSS_BINARY" >&2
      exit 1
    }
    options+=(--swift-sdk "$TOPSS_SWIFT_SDK")
  fi
  swift build "${options[@]}" --product topss
  binary=$(swift build "${options[@]}" --show-bin-path)/topss
fi
[ "$(od -An -tu2 -j18 -N2 "$binary" | tr -d ' ')" = "$machine" ] || {
  echo "build.sh: $binary is no program for $architecture" >&2
  exit 1
}
strip=$(command -v "$triple-strip" || command -v llvm-strip || command -v strip)
"$strip" --strip-all -o "$output/topss" "$binary"
chmod 0755 "$output/topss"

tree=$root/tree
share=$tree/usr/share
install -D -m 0755 "$output/topss" "$tree/usr/bin/topss"
install -D -m 0644 Resources/completions/topss.bash "$share/bash-completion/completions/topss"
install -D -m 0644 Resources/completions/_topss "$share/zsh/vendor-completions/_topss"
install -D -m 0644 Resources/completions/topss.fish "$share/fish/vendor_completions.d/topss.fish"
install -D -m 0644 Resources/packaging/copyright "$share/doc/topss/copyright"
install -D -m 0644 Resources/packaging/README.Debian "$share/doc/topss/README.Debian"
install -D -m 0644 Resources/packaging/lintian-overrides "$share/lintian/overrides/topss"
install -D -m 0644 Resources/configuration/config "$share/doc/topss/examples/config"
install -d -m 0755 "$share/doc/topss/examples/themes"
install -m 0644 Resources/themes/* "$share/doc/topss/examples/themes/"
install -d -m 0755 "$share/man/man8"
gzip -9nc Resources/man/topss.8 > "$share/man/man8/topss.8.gz"
{
  printf 'topss (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the sources.\n\n' "$version"
  printf ' -- The topss authors <topss@localhost>  %s\n' "$(date -uR -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9nc > "$share/doc/topss/changelog.gz"
chmod 0644 "$share/man/man8/topss.8.gz" "$share/doc/topss/changelog.gz"

# The libraries that the binary really needs, with the versions it needs them in.
mkdir -p "$root/debian"
printf 'Source: topss\n\nPackage: topss\nArchitecture: any\n' > "$root/debian/control"
depends=$(cd "$root" && dpkg-shlibdeps -O "$tree/usr/bin/topss" 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
# Where they are not installed, as for another architecture: those of Debian 12.
[ -n "$depends" ] || depends="libc6 (>= 2.36), libncursesw6 (>= 6), libtinfo6 (>= 6)"
# Packed relocations need a C library that reads them, which no symbol tells.
if readelf -dW "$tree/usr/bin/topss" | grep -q RELR; then
  depends=$(printf %s "$depends" | sed -E 's/libc6 \(>= 2\.([0-9]|[12][0-9]|3[0-5])\)/libc6 (>= 2.36)/')
fi

mkdir -p "$tree/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@DEPENDS@/$depends/" \
  -e "s/@SIZE@/$(du -sk --apparent-size "$tree/usr" | cut -f1)/" \
  Resources/packaging/control > "$tree/DEBIAN/control"
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
chmod 0755 "$tree/DEBIAN"
chmod 0644 "$tree/DEBIAN/control" "$tree/DEBIAN/md5sums"

package=$output/topss_${version}_${architecture}.deb
dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" > /dev/null
ls -l "$output/topss" "$package"
