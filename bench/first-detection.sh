#!/usr/bin/env bash
# From the start of the process to the first detection: scale p at 320 pixels, ten times, in a program that has Graph and Engine alone; once as
# built and once compiled ahead (ReadyToRun). Fails when a library of ours or of libtorch is mapped.
# Usage: bench/first-detection.sh [runs, default 10] [side, default 320] [graph]
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
runs=${1:-10} side=${2:-320} graph=${3:-bench/weights/bccd-p.spk.safetensors}
project=bench/SpikeSharp.FirstDetection built=build/dotnet/bin/SpikeSharp.FirstDetection/release ahead=build/first-detection
dotnet build "$project" -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
dotnet publish "$project" -c Release --artifacts-path build/dotnet -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o "$ahead" -v quiet -nologo >/dev/null
for folder in "$built" "$ahead"; do
    for ((run = 1; run <= runs; run++)); do
        output=$("$folder/SpikeSharp.FirstDetection" "$graph" "$side")
        ! grep -E 'torch|spikesharp' <<<"$output" || { echo "a native library that has no place there" >&2; exit 6; }
        head -n 1 <<<"$output"
    done | sort -n | awk -v folder="$folder" '{ ms[NR] = $1 } END { print folder ": median " ms[int((NR + 1) / 2)] " ms, " ms[1] " to " ms[NR] }'
done
