#!/usr/bin/env bash
# The engine against ONNX Runtime (float, factorised) and plain PyTorch on the same network, in turn, in one run.
# Usage: bench/engine.sh [scale, default s] [size, default 640] [rounds, default 5] [T, default 1] [shift, default 0]
# The network has drawn weights and the batch statistics of real pictures, so that its spikes are as dense as a trained one's; shift moves
# the mean of what neurons see, and with it the density. Needs node with npm, and Debian's python3-torch; SPIKESHARP_SHARED holds pictures and peer.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
scale=${1:-s} size=${2:-640} rounds=${3:-5} steps=${4:-1} shift=${5:-0}
shared=${SPIKESHARP_SHARED:-../shared}
peer=$shared/bench/peer_spikeyolo_torch.py
pictures=$shared/data/coco128/images/train2017
[[ -f $peer && -d $pictures ]] || { echo "no peer or pictures in $shared: set SPIKESHARP_SHARED" >&2; exit 3; }
./spikesharp --version >/dev/null
dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
bench=build/dotnet/bin/SpikeSharp.Bench/release/SpikeSharp.Bench
(cd bench/onnx && [[ -d node_modules ]] || npm install --ignore-scripts --silent --no-fund --no-audit >/dev/null)
work=build/bench-engine
mkdir -p "$work"
net=$work/$scale-T$steps-$shift.spk.safetensors onnx=$work/$scale-T$steps-$shift-$size.onnx
[[ -f $net ]] || "$bench" calibrated "$scale" "$pictures" "$shift" "$steps" "$net"
[[ -f $onnx ]] || ./spikesharp export --model "$net" --format onnx --factorised --imgsz "$size" -o "$onnx" >/dev/null
mapfile -t files < <(find "$pictures" -name '*.jpg' | sort)
median() { sed -n 's/.*seconds\/image median \([0-9.]*\).*/\1/p'; }
ours() { SPIKES_ONLY=${2:-0} "$bench" engine "$net" "${files[0]}" "$size" "$1" "$(nproc)" 9 | median; }
names=(int8 int8-spikes-only exact onnxruntime torch)
declare -A all
for ((round = 1; round <= rounds; round++)); do
    declare -A now=(
        [int8]=$(ours int8) [int8-spikes-only]=$(ours int8 1) [exact]=$(ours exact)
        [onnxruntime]=$(node bench/onnx/run.mjs time "$onnx" "$size" "$size" 9 "$(nproc)" | median)
        [torch]=$(/usr/bin/python3 "$peer" --scale "$scale" --size "$size" --T "$steps" --threads "$(nproc)" --runs 5 | median)
    )
    line="round $round:"
    for name in "${names[@]}"; do
        line+=" $name ${now[$name]}"
        all[$name]+="${now[$name]} $(awk "BEGIN { print ${now[$name]} / ${now[onnxruntime]}, ${now[$name]} / ${now[torch]} }")"$'\n'
    done
    echo "$line s/image"
done
echo "scale $scale, ${size}x$size, T=$steps, density of spikes: $("$bench" density "$net" "${files[0]}" "$size")"
for name in "${names[@]}"; do
    column() { printf '%s' "${all[$name]}" | awk -v c="$1" '{ print $c }' | sort -n | awk '{ r[NR] = $1 } END { printf "%.3f (%.3f to %.3f)", r[int((NR + 1) / 2)], r[1], r[NR] }'; }
    echo "$name: median $(column 1) s, of ONNX Runtime's time $(column 2), of PyTorch's $(column 3)"
done
