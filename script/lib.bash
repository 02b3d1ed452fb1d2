# What script/test and script/try share: what they need installed, and the
# build.  Sourced.

set -eu -o pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# Some programs are where only root looks.
PATH=$PATH:/usr/sbin:/sbin

# What is needed: Debian's package, and what shows that it is there already
# (a program, a pkg-config module or a file), here or elsewhere.
build_needs='
gcc                 gcc
libc6-dev           /usr/include/stdio.h
cmake               cmake
ninja-build         ninja
pkg-config          pkg-config
libjson-c-dev       json-c.pc
libedit-dev         libedit.pc
zlib1g-dev          zlib.pc'
vm_needs='
qemu-system-x86     qemu-system-x86_64'
test_needs='
check               check.pc
libvterm-dev        vterm.pc
mandoc              mandoc
jq                  jq
qemu-system-common  qemu-storage-daemon
qemu-utils          qemu-img
qemu-guest-agent    qemu-ga'

say() {
    echo "${0##*/}: $*" >&2
}

is_there() {
    case $1 in
    /*) [[ -e $1 ]] ;;
    *.pc) pkg-config --exists "${1%.pc}" 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

as_root() {
    if [[ $(id -u) = 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@"
}

# need LIST: install what is missing, with apt; without it, say what is
need() {
    local package probe packages=() probes=()

    while read -r package probe; do
        if [[ $package ]] && ! is_there "$probe"; then
            packages+=("$package")
            probes+=("$probe")
        fi
    done <<<"$1"
    if [[ ${#packages[@]} = 0 ]]; then
        return
    fi
    if ! command -v apt-get >/dev/null; then
        say "not found: ${probes[*]}"
        say "install them; Debian's packages are: ${packages[*]}"
        exit 1
    fi
    if [[ $(id -u) != 0 ]] && ! command -v sudo >/dev/null; then
        say "not root, and no sudo; as root: apt-get install ${packages[*]}"
        exit 1
    fi
    say "installing ${packages[*]}"
    # The lists of packages may be missing or outdated.
    {
        apt_install "${packages[@]}" ||
            { as_root apt-get update -q && apt_install "${packages[@]}"; }
    } </dev/null >&2
}

# build PRESET FOLDER TARGET [CMAKE OPTION]...: silent but for warnings and
# failures, and the announcement of a first build, which takes a while
build() {
    local preset=$1 folder=$2 target=$3 log=$2/build.log

    shift 3
    mkdir -p "$folder"
    if [[ ! -e $folder/CMakeCache.txt ]]; then
        say "building in $folder/"
        ! is_there ninja || export CMAKE_GENERATOR=Ninja
    fi
    if ! { cmake --preset "$preset" "$@" &&
        cmake --build "$folder" --target "$target" -j "$(nproc)"; } \
        </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        say "the build in $folder/ failed"
        exit 1
    fi
    grep -A 5 'warning:' "$log" >&2 || :
}
