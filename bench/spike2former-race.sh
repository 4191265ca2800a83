#!/usr/bin/env bash
# The trained Spike2Former-nano in the engine against plain PyTorch (graph_torch.py) and ONNX Runtime on the same merged network, in turn, in one run.
# Usage: bench/spike2former-race.sh [rounds, default 5] [size, default 320] [weights, default bench/weights/camvid-spike2former-nano.safetensors]
# One core: put `taskset -c 1` before it. Needs Debian's python3-torch, and SPIKESHARP_SHARED for the
# pictures. Leaves bench/results/spike2former/race.txt, and layers.txt: what each layer costs.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
rounds=${1:-5} size=${2:-320} weights=${3:-bench/weights/camvid-spike2former-nano.safetensors}
data=$(readlink -f -- "${SPIKESHARP_SHARED:-../shared}")/data/camvid
work=build/spike2former results=bench/results/spike2former
[[ -d $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
mkdir -p "$work/planned" "$work/picture" "$results"
find "$data/train" -name '*.jpg' | sort | awk 'NR % 23 == 0' | xargs -I{} ln -sf {} "$work/planned/"
ln -sf "$(find "$data/val" -name '*.jpg' | sort | sed -n 7p)" "$work/picture/"
dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
bench=build/dotnet/bin/SpikeSharp.Bench/release/SpikeSharp.Bench
net=$work/net.spk.safetensors threads=$(nproc)
./spikesharp compile --model "$weights" --imgsz "$size" --calibrate "$work/planned" -o "$net" >/dev/null
./spikesharp export --model "$net" --imgsz "$size" -o "$work/net.onnx" >/dev/null
./spikesharp export --model "$net" --imgsz "$size" --factorised -o "$work/factorised.onnx" >/dev/null
ours() { # ENGINE [OPTIONS]
    ./spikesharp bench --model "$net" --source "$work/picture" --imgsz "$size" --engine "$@" --runs 30 --threads "$threads" --json "$work/bench.json" >/dev/null
    python3 -c "import json; print(json.load(open('$work/bench.json'))['latency_ms']['p50'] / 1e3)"
}
median() { sed -n 's/.*median \([0-9.]*\).*/\1/p'; }
names=(exact int8 torch onnxruntime onnxruntime-factorised)
for ((round = 1; round <= rounds; round++)); do
    declare -A now=(
        [exact]=$(ours exact) [int8]=$(ours int8)
        [torch]=$(/usr/bin/python3 bench/graph_torch.py "$net" "$size" 1 "$threads" 15 | median)
        [onnxruntime]=$("$bench" onnx-time "$work/net.onnx" "$size" "$size" 30 "$threads" | median)
        [onnxruntime-factorised]=$("$bench" onnx-time "$work/factorised.onnx" "$size" "$size" 30 "$threads" | median)
    )
    line="round $round:"
    for name in "${names[@]}"; do line+=" $name ${now[$name]}"; done
    echo "$line s/image"
done | tee "$work/rounds.txt"
{
    echo "spike2former-nano, ${size}x$size, $threads threads, medians of $rounds rounds; in brackets how many times as long as ours int8, and as ours exact, by round"
    cat "$work/rounds.txt"
    python3 - "$work/rounds.txt" <<'P'
import statistics, sys
rounds = [dict(zip(words[0::2], map(float, words[1::2]))) for words in (line.split(': ')[1].replace(' s/image', '').split() for line in open(sys.argv[1]))]
for name in rounds[0]:
    times = lambda ours: '%.2f (%.2f to %.2f)' % ((statistics.median(r := [x[name] / x[ours] for x in rounds])), min(r), max(r))
    print('%s: %.4f s; of int8 %s, of exact %s' % (name, statistics.median(x[name] for x in rounds), times('int8'), times('exact')))
P
} | tee "$results/race.txt"
for engine in exact int8; do
    ./spikesharp bench --model "$net" --source "$work/picture" --imgsz "$size" --engine $engine --runs 30 --threads "$threads" --per-layer
done >"$results/layers.txt" 2>/dev/null
