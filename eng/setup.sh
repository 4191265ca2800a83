# Set-up shared by ./spikesharp and ./test: the SDK, the Debian packages, the native library, the build.
# Sourced with $root set to the folder of the checkout. Everything it says goes to standard error.

build=$root/build
artifacts=$build/dotnet
# The OpenCV that NuGet brings shows windows too, which nobody here asks for; it does not load without GTK. Debian 13 and Ubuntu 24.04
# call that package by the second name; either will do.
packages=(g++ cmake make libopenblas0-pthread 'libgtk-3-0|libgtk-3-0t64')
# Whoever names another libtorch brings it along; everybody else gets the distribution's.
[[ -n ${SPIKESHARP_TORCH-}${CMAKE_PREFIX_PATH-} ]] || packages+=(libtorch-dev)
# What decides the programs and libraries of src.
sources=(src native .editorconfig Directory.Build.props Directory.Build.targets Directory.Packages.props build/native.stamp)
# What the native library was configured for; a change of any of these configures it anew.
native_key="${SPIKESHARP_TORCH-}|${CMAKE_PREFIX_PATH-}|${CXX-}|${CXXFLAGS-}"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
export DOTNET_CLI_UI_LANGUAGE=en
[[ -n ${HOME-} ]] || export HOME=$build/home # the SDK and its package cache need one

say() { printf 'spikesharp: %s\n' "$*" >&2; }
fail() { say "$*"; exit 3; }

# dotnet from the path, or from the places where installers put it.
find_dotnet() {
    local candidate
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-/none}/dotnet" "$HOME/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        if [[ -n $candidate && -x $candidate ]]; then
            dotnet=$candidate
            PATH=$PATH:${candidate%/*} # tests and scripts call it by its name
            return
        fi
    done
    fail "the .NET 10 SDK is missing: install it so that 'dotnet' is on the PATH, or unpack it into $HOME/.dotnet (see https://dot.net)"
}

need_sdk() {
    local sdks
    sdks=$("$dotnet" --list-sdks 2>/dev/null || true)
    [[ $'\n'$sdks == *$'\n10.'* ]] ||
        fail "the .NET 10 SDK is missing: $dotnet has no SDK 10.*; install it beside the others there, or unpack it into $HOME/.dotnet (see https://dot.net)"
}

# step LOG WHAT COMMAND...: runs it with its output in build/LOG and one line of progress; on failure the log's tail.
step() {
    local log=$build/$1 what=$2 started=$SECONDS ticker='' status=0
    shift 2
    if [[ -t 2 ]]; then
        (while printf '\rspikesharp: %s ... %d s ' "$what" $((SECONDS - started)) >&2; do sleep 1; done) 9>&- &
        ticker=$!
    else
        say "$what ..."
    fi
    # Descriptor 9 is the lock: a compiler server that stays behind must not hold it.
    "$@" >"$log" 2>&1 </dev/null 9>&- || status=$?
    if [[ -n $ticker ]]; then
        kill "$ticker" 2>/dev/null || true
        wait "$ticker" 2>/dev/null || true
        printf '\r' >&2
    fi
    if ((status)); then
        tail -n 25 "$log" >&2
        say "$what failed after $((SECONDS - started)) s; the whole log is $log"
    else
        say "$what: done in $((SECONDS - started)) s  "
    fi
    return "$status"
}

missing_packages() {
    local installed names name known
    installed=$(IFS='|'; dpkg-query -W -f='${Package}=${db:Status-Status}\n' ${packages[*]} 2>/dev/null || true)
    for names in "${packages[@]}"; do
        known=${names%%|*}
        for name in ${names//|/ }; do
            [[ $'\n'$installed$'\n' == *$'\n'"$name=installed"$'\n'* ]] && continue 2
            if [[ $names == *'|'* ]] && apt-cache show "$name" >/dev/null 2>&1; then known=$name; fi
        done
        printf '%s ' "$known"
    done
}

apt_install() { # PREFIX... -- PACKAGE...: the index is fetched only when the install does not work without
    local prefix=()
    while [[ $1 != -- ]]; do prefix+=("$1"); shift; done
    shift
    local apt=("${prefix[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -o DPkg::Lock::Timeout=300)
    "${apt[@]}" install -y --no-install-recommends "$@" ||
        { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "$@"; }
}

need_packages() {
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        local tool
        for tool in cmake make c++; do
            command -v "$tool" >/dev/null ||
                fail "'$tool' is missing and this is no Debian: install CMake, make, a C++ compiler, libtorch, OpenBLAS and GTK 3 with your package manager"
        done
        return 0 # CMake names what else it does not find
    fi
    local missing prefix=()
    read -ra missing <<<"$(missing_packages)"
    ((${#missing[@]})) || return 0
    if [[ $(id -u) != 0 ]]; then
        sudo -n true 2>/dev/null ||
            fail "Debian packages are missing; type: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing[*]}"
        prefix=(sudo -n)
    fi
    step packages.log "installing ${#missing[@]} Debian packages" apt_install "${prefix[@]}" -- "${missing[@]}" || exit 3
}

# changed STAMP PATH...: true when anything below the paths is newer than the stamp. Folders count, so that a deleted file does.
changed() {
    local stamp=$1
    shift
    [[ -e $stamp && -z $(cd "$root" && find "$@" \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit 2>&1) ]] && return 1
    return 0
}

build_native() {
    local stamp=$build/native.stamp cache=$build/native/CMakeCache.txt
    [[ -f $cache && -f $build/native/libspikesharp_torch.so && $(cat "$stamp" 2>/dev/null) == "$native_key" ]] &&
        ! changed "$stamp" native && return 0
    if [[ $(cat "$stamp" 2>/dev/null) != "$native_key" ]]; then
        rm -rf "$build/native/CMakeFiles" "$cache" # a cache remembers the libtorch it found first
    fi
    printf '%s' "$native_key" >"$stamp.new"
    local configure=(cmake -S "$root/native" -B "$build/native" -DCMAKE_BUILD_TYPE=Release)
    [[ -z ${SPIKESHARP_TORCH-} ]] || configure+=("-DCMAKE_PREFIX_PATH=$SPIKESHARP_TORCH${CMAKE_PREFIX_PATH:+;${CMAKE_PREFIX_PATH//:/;}}")
    step native-configure.log "configuring the native library" "${configure[@]}" || exit 3
    step native-build.log "building the native library" cmake --build "$build/native" --parallel "$(nproc)" || exit 1
    # The build overwrites its copies in place, which would pull the library from under a program that is running.
    find "$artifacts/bin" -name 'libspikesharp_*.so' -delete 2>/dev/null || true
    mv -f "$stamp.new" "$stamp"
}

# build_managed STAMP PROJECT PATH...: builds the project or solution when anything below the paths is newer.
build_managed() {
    local stamp=$1 project=$2
    shift 2
    changed "$stamp" "$@" || return 0
    need_sdk
    : >"$stamp.new"
    # One compiler for all projects, whatever the environment says: each that starts anew has to compile itself and the analyzers first. It
    # ends with the build, and build nodes do too: what stays behind would hold the caller's pipes open.
    local status=0
    step dotnet-build.log "building $project" env MSBUILDDISABLENODEREUSE=1 \
        "$dotnet" build "$root/$project" -c Release --artifacts-path "$artifacts" -v quiet -nologo -clp:NoSummary \
        -p:UseSharedCompilation=true || status=1
    "$dotnet" build-server shutdown --vbcscompiler >/dev/null 2>&1 </dev/null || true
    ((status == 0)) || return 1
    mv -f "$stamp.new" "$stamp"
}

# One set-up at a time; whoever waited finds the work done.
lock() {
    { mkdir -p "$build" && [[ -w $build ]]; } 2>/dev/null || fail "cannot write to $build: run this as the owner of the checkout"
    exec 9>"$build/.lock"
    flock -n 9 || { say "another start is setting up; waiting for it"; flock 9; }
}
unlock() { exec 9>&-; }
