#!/usr/bin/env bash
# Packs what NuGet is to have (docs/packages.md), then does with the packages what a stranger would: installs the command and runs it, and
# builds docs/engine.md's program on SpikeSharp.Engine and nothing else, then the README's with
# SpikeSharp.Imaging: it loads a JPEG, detects, draws and saves.
# Usage: eng/pack.sh [folder of the packages, default build/packages]
set -euo pipefail
root=$(readlink -f -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/..")
source "$root/eng/setup.sh"
folder=$(readlink -m -- "${1:-$build/packages}")
export MSBUILDDISABLENODEREUSE=1

find_dotnet
need_sdk
lock
need_packages
build_native
rm -rf "$folder"
# What ./test has just built is packed as it is.
built=(-p:TrimAnalysis=true)
changed "$build/test.stamp" "${sources[@]}" || built=(--no-build)
step pack.log "packing" "$dotnet" pack "$root/eng/packages.slnf" "${built[@]}" -c Release --artifacts-path "$artifacts" -o "$folder" \
    -v quiet -nologo
unlock

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# A package of this version that NuGet met before must not be taken for today's.
others=$("$dotnet" nuget locals global-packages --list | sed 's/^[^:]*: //')
export NUGET_PACKAGES=$work/cache
echo "<configuration><packageSources><clear /><add key=\"local\" value=\"$folder\" /></packageSources></configuration>" >nuget.config
cp "$root/bench/weights/bccd-p.spk.safetensors" net.spk.safetensors
cp "$root/eng/cells.jpg" picture.jpg
# Twelve red discs on pink, which the network takes for red blood cells: 640 x 480 pixels, the colours as given.
cells() {
    LC_ALL=C awk -v disc="$1" -v ground="$2" 'BEGIN {
        for (y = 0; y < 480; y++) for (x = 0; x < 640; x++) { u = x % 160 - 80; v = y % 160 - 80; printf u * u + v * v < 2000 ? disc : ground }
    }'
}
{ printf 'BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x80\x02\0\0\xe0\x01\0\0\x01\0\x18\0%024d' 0 | tr 0 '\0'; cells '\231\214\310' '\331\331\331'; } >picture.bmp
cells '\310\214\231' '\331\331\331' >picture.rgb
expect() { # WHAT COMMAND...: its output has that
    local output
    output=$("${@:2}" 2>&1) || true
    grep -q -- "$1" <<<"$output" || { say "'$1' is not in what ${*:2} says: $output"; exit 6; }
}

step tool.log "installing the command" "$dotnet" tool install SpikeSharp.Cli --tool-path tools
expect '^spikesharp [0-9]' tools/spikesharp --version
expect 'MACs an image' tools/spikesharp info --model net.spk.safetensors
# An ordinary network for the program that converts; a checkpoint becomes an ONNX file through libtorch.
expect 'written: net.onnx' tools/spikesharp export --model "$root/bench/weights/bccd-relu.safetensors" --imgsz 320 -o net.onnx
# Graphs need no libtorch: they run without the binding to it, and what cannot says so in a sentence.
find tools -name libspikesharp_torch.so -delete
expect 'RBC' tools/spikesharp predict --model net.spk.safetensors --source picture.bmp --engine int8
expect 'libspikesharp_torch.so could not be loaded' tools/spikesharp compile --model spikeyolo-p -o other.spk.safetensors

version=$(basename -- "$folder"/SpikeSharp.Engine.*.nupkg .nupkg)
version=${version#SpikeSharp.Engine.}
program() { # NAME PAGE PACKAGE...: the page's first C# on these packages finds red cells
    local name=$1 page=$2 package
    shift 2
    mkdir "$name"
    awk '/^```csharp/ { inside = 1; next } /^```/ && inside { exit } inside' "$root/$page" >"$name/$name.cs"
    {
        echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>'
        echo '<ImplicitUsings>enable</ImplicitUsings></PropertyGroup><ItemGroup>'
        for package; do echo "<PackageReference Include=\"$package\" Version=\"$version\" />"; done
        echo '</ItemGroup></Project>'
    } >"$name/$name.csproj"
    step program.log "building the program of $page on $*" "$dotnet" build "$name" -c Release -v quiet -nologo -o "$name/out"
    expect 'RBC' "$dotnet" "$name/out/$name.dll"
}
program alone docs/engine.md SpikeSharp.Engine
[[ $(ls cache) == $'spikesharp.engine\nspikesharp.graph' ]] || { say "SpikeSharp.Engine brings more than SpikeSharp.Graph: $(ls cache)"; exit 6; }

# Packages of others come from where this build has them already; ours must not.
mkdir others
for package in "$others"/*; do [[ ${package##*/} == spikesharp* ]] || ln -s "$package" others/; done
cat >nuget.config <<END
<configuration>
  <packageSources><clear /><add key="local" value="$folder" /></packageSources>
  <fallbackPackageFolders><add key="others" value="$work/others" /></fallbackPackageFolders>
</configuration>
END
program picture README.md SpikeSharp.Engine SpikeSharp.Imaging
[[ -s found.jpg ]] || { say "the README's program saved no picture"; exit 6; }
[[ $(ls cache) == $'spikesharp.engine\nspikesharp.graph\nspikesharp.imaging' ]] || { say "SpikeSharp.Imaging brings more of ours than SpikeSharp.Graph: $(ls cache)"; exit 6; }
rm found.jpg
program conversion docs/packages.md SpikeSharp.Onnx SpikeSharp.Conversion SpikeSharp.Imaging
[[ -s found.jpg ]] || { say "the program that converts saved no picture"; exit 6; }
! grep -qi torch {picture,conversion}/out/*.deps.json || { say "a program without training brings libtorch along"; exit 6; }
say "the packages in $folder can be used"
