#!/usr/bin/env bash
# The engine against ONNX Runtime (float, factorised) and plain PyTorch on the same network, in turn, in one run.
# Usage: bench/engine.sh [scale, default s] [size, default 640] [rounds, default 5] [T, default 1] [shift, default 0]
# The network has drawn weights and the batch statistics of real pictures, so that its spikes are as dense as a trained one's; shift moves
# the mean of what neurons see, and with it the density. It is planned on sixteen pictures, which the measured one is not among. Needs
# Debian's python3-torch; SPIKESHARP_SHARED holds pictures and peer. The medians are added to bench/results/engine.csv.
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
work=build/bench-engine
mkdir -p "$work"
mapfile -t files < <(find "$(readlink -f -- "$pictures")" -name '*.jpg' | sort)
net=$work/$scale-T$steps-$shift-$size.spk.safetensors onnx=$work/$scale-T$steps-$shift-$size.onnx
if [[ ! -f $net ]]; then
    [[ -f $work/$scale-T$steps-$shift.spk.safetensors ]] || "$bench" calibrated "$scale" "$pictures" "$shift" "$steps" "$work/$scale-T$steps-$shift.spk.safetensors"
    mkdir -p "$work/pictures"
    ln -sf "${files[@]:1:16}" "$work/pictures/"
    ./spikesharp plan --model "$work/$scale-T$steps-$shift.spk.safetensors" --data "$work/pictures" --imgsz "$size" --runs 1 -o "$net" >/dev/null
fi
[[ -f $onnx ]] || ./spikesharp export --model "$net" --format onnx --factorised --imgsz "$size" -o "$onnx" >/dev/null
median() { sed -n 's/.*seconds\/image median \([0-9.]*\).*/\1/p'; }
ours() { SPIKES_ONLY=${2:-0} "$bench" engine "$net" "${files[0]}" "$size" "$1" "$(nproc)" 9 | median; }
names=(int8 int8-spikes-only exact onnxruntime torch)
declare -A all
for ((round = 1; round <= rounds; round++)); do
    declare -A now=(
        [int8]=$(ours int8) [int8-spikes-only]=$(ours int8 1) [exact]=$(ours exact)
        [onnxruntime]=$("$bench" onnx-time "$onnx" "$size" "$size" 9 "$(nproc)" | median)
        [torch]=$(/usr/bin/python3 "$peer" --scale "$scale" --size "$size" --T "$steps" --threads "$(nproc)" --runs 5 | median)
    )
    line="round $round:"
    for name in "${names[@]}"; do
        line+=" $name ${now[$name]}"
        all[$name]+="${now[$name]} $(awk "BEGIN { print ${now[$name]} / ${now[onnxruntime]}, ${now[$name]} / ${now[torch]} }")"$'\n'
    done
    echo "$line s/image"
done
density=$("$bench" density "$net" "${files[0]}" "$size")
echo "scale $scale, ${size}x$size, T=$steps, density of spikes: $density"
table=bench/results/engine.csv
[[ -f $table ]] || echo "scale,size,T,shift,density,engine,seconds,of_onnxruntime,of_torch" >"$table"
for name in "${names[@]}"; do
    column() { printf '%s' "${all[$name]}" | awk -v c="$1" '{ print $c }' | sort -n | awk '{ r[NR] = $1 } END { printf "%.3f (%.3f to %.3f)", r[int((NR + 1) / 2)], r[1], r[NR] }'; }
    echo "$name: median $(column 1) s, of ONNX Runtime's time $(column 2), of PyTorch's $(column 3)"
    echo "$scale,$size,$steps,$shift,${density%% *},$name,$(column 1 | cut -d' ' -f1),$(column 2 | cut -d' ' -f1),$(column 3 | cut -d' ' -f1)" >>"$table"
done
