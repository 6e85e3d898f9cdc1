# What ./dev needs before it can build: Debian packages, and V8 out of libnode108. Sourced by ./dev, from the project's
# root. Everything here does nothing, and says nothing, where nothing is missing.

# To build, and to run the tests.
build_packages=(
  g++ cmake ninja-build ccache python3 ca-certificates
  librocksdb-dev libcli11-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev libbenchmark-dev
)

# What libnode.so.108 is linked with, besides the C and C++ libraries.
libnode_libraries=(libbrotli1 libc-ares2 libicu72 libnghttp2-14 libssl3 libuv1 zlib1g)

libnode=build/libnode
libnode_lib="$libnode/usr/lib/x86_64-linux-gnu"

say() { printf '%s\n' "dev: $*" >&2; }
fail() { say "$*"; exit 1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "needs root or sudo for: $*"
  fi
}

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Package lists age, and a fresh machine has none: they are fetched once a call of ./dev, and only when needed.
lists_fetched=no
fetch_lists() {
  [ "$lists_fetched" = no ] || return 0
  as_root apt-get update -qq >&2 || fail "apt-get update failed: is the network there?"
  lists_fetched=yes
}

# Installs those of the packages that are missing.
need_packages() {
  local missing=() package
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || fail "needs Debian 12's packages, and finds no apt-get: ${missing[*]}"
  say "installing with apt: ${missing[*]}"
  fetch_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 \
    --no-install-recommends "${missing[@]}" >&2 ||
    fail "apt-get could not install: ${missing[*]}"
}

download_libnode() {
  (cd "$1" && apt-get -qq -o APT::Sandbox::User="$(id -un)" download libnode108 libnode-dev >&2)
}

# Unpacks V8's library and headers under the build folder. They are not installed, because apt refuses libnode-dev beside
# another nodejs package; the libraries that libnode itself needs are.
need_libnode() {
  if ! [ -e "$libnode_lib/libnode.so.108" ] || ! [ -e "$libnode/usr/include/nodejs/deps/v8/include/v8.h" ]; then
    local fresh="$libnode.new" package
    rm -rf "$fresh"
    mkdir -p "$fresh"
    say "unpacking libnode108 and libnode-dev to $libnode"
    download_libnode "$fresh" 2>/dev/null || {
      fetch_lists
      download_libnode "$fresh" || fail "apt-get could not download libnode108 and libnode-dev"
    }
    for package in "$fresh"/*.deb; do
      dpkg-deb -x "$package" "$fresh"
    done
    rm "$fresh"/*.deb
    rm -rf "$libnode"
    mv "$fresh" "$libnode"
  fi
  need_packages "${libnode_libraries[@]}"
  local missing
  missing=$(ldd "$libnode_lib/libnode.so.108" | grep 'not found' || true)
  [ -z "$missing" ] || fail "libnode108 lacks libraries: $missing"
}
