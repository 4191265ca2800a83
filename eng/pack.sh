#!/usr/bin/env bash
# Packs what NuGet is to have (docs/packages.md), then does with the packages what a stranger would: installs the command and runs it, and
# builds the first program of docs/engine.md on SpikeSharp.Engine and nothing else.
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
for part in Graph Metrics Engine Onnx Conversion Cli; do
    step pack.log "packing SpikeSharp.$part" \
        "$dotnet" pack "$root/src/SpikeSharp.$part" -c Release --artifacts-path "$artifacts" -o "$folder" -v quiet -nologo
done
unlock

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# A package of this version that NuGet met before must not be taken for today's.
export NUGET_PACKAGES=$work/cache
echo "<configuration><packageSources><clear /><add key=\"local\" value=\"$folder\" /></packageSources></configuration>" >nuget.config
cp "$root/bench/weights/bccd-p.spk.safetensors" net.spk.safetensors
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
# Graphs need no libtorch: they run without the binding to it, and what cannot says so in a sentence.
find tools -name libspikesharp_torch.so -delete
expect 'RBC' tools/spikesharp predict --model net.spk.safetensors --source picture.bmp --engine int8
expect 'libspikesharp_torch.so could not be loaded' tools/spikesharp compile --model spikeyolo-p -o other.spk.safetensors

mkdir program
awk '/^```csharp/ { inside = 1; next } /^```/ && inside { exit } inside' "$root/docs/engine.md" >program/program.cs
version=$(basename -- "$folder"/SpikeSharp.Engine.*.nupkg .nupkg)
cat >program/program.csproj <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="SpikeSharp.Engine" Version="${version#SpikeSharp.Engine.}" /></ItemGroup>
</Project>
END
step program.log "building a program on SpikeSharp.Engine" "$dotnet" build program -c Release -v quiet -nologo -o program/out
expect 'RBC' "$dotnet" program/out/program.dll
[[ $(ls cache) == $'spikesharp.engine\nspikesharp.graph' ]] || { say "SpikeSharp.Engine brings more than SpikeSharp.Graph: $(ls cache)"; exit 6; }
say "the packages in $folder can be used"
