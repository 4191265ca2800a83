#!/usr/bin/env bash
# Writes down the public members of the packages: PublicAPI.Unshipped.txt of each takes what is new since the last release, and
# *REMOVED* lines of what is gone. Run it after a change of public members; the build refuses members that are not written down.
# Usage: eng/public-api.sh [released]     released: all that is there now counts as released, and goes to PublicAPI.Shipped.txt
set -euo pipefail
root=$(readlink -f -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/..")
source "$root/eng/setup.sh"
[[ $# == 0 || $* == released ]] || fail "eng/public-api.sh takes no words but 'released'"
export MSBUILDDISABLENODEREUSE=1 LC_ALL=C

find_dotnet
need_sdk
lock
cd "$root"
kept=$(mktemp -d)
files=(src/*/PublicAPI.Shipped.txt src/*/PublicAPI.Unshipped.txt)
tar -cf "$kept/before.tar" "${files[@]}"
trap 'status=$?; ((status == 0)) || tar -xf "$kept/before.tar"; rm -rf "$kept"' EXIT

# With empty lists every public member is told as a warning (RS0016), in the form that the lists have.
for file in "${files[@]}"; do echo '#nullable enable' >"$file"; done
members() {
    local file
    for file in src/*/PublicAPI.Shipped.txt; do
        "$dotnet" build "${file%/*}" -c Release --artifacts-path "$artifacts" -v quiet -nologo -clp:NoSummary -tl:off \
            -p:RunAnalyzers=true -p:TreatWarningsAsErrors=false -p:UseSharedCompilation=true || return 1
    done
}
told=0
step public-api.log "reading the public members" members || told=1
"$dotnet" build-server shutdown --vbcscompiler >/dev/null 2>&1 </dev/null || true
((told == 0)) || exit 1
sed -nE "s|^.* RS0016: Symbol '(.*)' is not part of the declared public API.*/([^/]+)\.csproj(::[^]]*)?\]$|\2\t\1|p" \
    "$build/public-api.log" | sort -u >"$kept/all"

tar -xf "$kept/before.tar"
for file in src/*/PublicAPI.Shipped.txt; do
    folder=${file%/*}
    awk -F '\t' -v project="${folder#src/}" '$1 == project { print $2 }' "$kept/all" | sort -u >"$kept/now"
    [[ -s $kept/now ]] || fail "no public member of $folder was told: see $build/public-api.log"
    if (($#)); then
        { echo '#nullable enable'; cat "$kept/now"; } >"$file"
        echo '#nullable enable' >"$folder/PublicAPI.Unshipped.txt"
    else
        grep -v '^#nullable enable$' "$file" | sort -u >"$kept/released" || true
        { echo '#nullable enable'; comm -23 "$kept/now" "$kept/released"; comm -13 "$kept/now" "$kept/released" | sed 's/^/*REMOVED*/'; } \
            >"$folder/PublicAPI.Unshipped.txt"
    fi
done
unlock
git -C "$root" diff --stat -- 'src/*/PublicAPI.*.txt' || true
