#!/usr/bin/env bash
# Builds a static, stripped release binary and a Debian package of it:
#
#   Resources/packaging/build.sh [DIRECTORY]
#
# puts topss and topss_VERSION_ARCHITECTURE.deb into DIRECTORY (default .build/package). The
# architecture is that of this machine: Swift has no cross-compiling SDK in Debian, so an arm64
# package is built by running this on arm64. With TOPSS_BINARY=FILE that binary is packaged.
set -euo pipefail
cd "$(dirname "$0")/../.."

output=${1:-.build/package}
version=$(sed -n 's/.*static let number: SafeText = "\(.*\)"$/\1/p' Sources/topss/ProgramVersion.swift)
[ -n "$version" ] || { echo "build.sh: no version in ProgramVersion.swift" >&2; exit 1; }
architecture=$(dpkg --print-architecture)
# The same input gives the same package, bit by bit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

mkdir -p "$output"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

binary=${TOPSS_BINARY:-}
if [ -z "$binary" ]; then
  swift build -c release --static-swift-stdlib --product topss
  binary=$(swift build -c release --static-swift-stdlib --show-bin-path)/topss
fi
strip --strip-all -o "$output/topss" "$binary"
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
[ -n "$depends" ] || depends="libc6, libncursesw6, libtinfo6"

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
