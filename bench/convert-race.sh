#!/usr/bin/env bash
# A converted YOLOv8-n (BCCD, 320 px) in our engine beside the published way, a dense PyTorch forward a time step (bench/graph_torch.py), in turn.
# Usage: bench/convert-race.sh [rounds, default 3]
# Time steps 8, 16, 32, 64 at one scale, and T = 32 at scales times 0.5 to 8, where spikes are from many to few. Needs Debian's python3-torch.
# One core: put `taskset -c 1` before it. Twenty runs, the median of them: in the first, code is still being compiled.
# Leaves bench/results/convert/race.csv and race.png. It goes on where it was stopped: remove race.csv to begin anew.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
rounds=${1:-3} shared=${SPIKESHARP_SHARED:-../shared} work=build/convert/race out=bench/results/convert/race.csv
data=$shared/data/bccd/data.yaml
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
mkdir -p "$work" "$(dirname "$out")"
picture=$(find "$(readlink -f -- "$shared")/data/bccd/images/test" -name '*.jpg' | sort | sed -n 7p)
mkdir -p "$work/picture" && cp -f "$picture" "$work/picture/"
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
ours() { # GRAPH T ENGINE
    ./spikesharp bench --model "$1" --T "$2" --source "$work/picture" --imgsz 320 --engine "$3" --runs 20 --threads "$(nproc)" --json "$work/bench.json" >/dev/null
    python3 -c "import json,sys; j=json.load(open('$work/bench.json')); print(j['latency_ms']['p50'] / 1e3)"
}
torch() { /usr/bin/python3 bench/graph_torch.py "$1" 320 "$2" "$(nproc)" 3 | sed -n 's/.*median \([0-9.]*\).*/\1/p'; }
[[ -f $out ]] || echo "neuron,T,scale_factor,spikes,exact_seconds,int8_seconds,torch_seconds,exact_ratio,int8_ratio" >"$out"
race() { # NEURON T FACTOR
    grep -q "^$1,$2,$3," "$out" && return
    local net=$work/$1-$3.spk.safetensors spikes
    [[ -f $net ]] || ./spikesharp convert --model bench/weights/bccd-yolov8n.safetensors --calibrate "$data" --imgsz 320 --T 32 --neuron "$1" --scale-factor "$3" -o "$net" >/dev/null
    ./spikesharp energy --model "$net" --T "$2" --data "$work/picture" --imgsz 320 --json "$work/energy.json" >/dev/null
    spikes=$(python3 -c "import json; j=json.load(open('$work/energy.json')); print(sum(r['neurons'] * r['mean_integer'] for r in j['firing_rates']) * $2)")
    local exact='' int8='' dense=''
    for ((round = 0; round < rounds; round++)); do
        exact+=$(ours "$net" "$2" exact)$'\n' int8+=$(ours "$net" "$2" int8)$'\n' dense+=$(torch "$net" "$2")$'\n'
    done
    local e i d
    e=$(printf '%s' "$exact" | median) i=$(printf '%s' "$int8" | median) d=$(printf '%s' "$dense" | median)
    echo "$1,$2,$3,$spikes,$e,$i,$d,$(awk "BEGIN { printf \"%.3f,%.3f\", $d / $e, $d / $i }")" | tee -a "$out"
}
for t in 8 16 32 64; do race burst "$t" 1; done
for t in 8 16 32 64; do race exact "$t" 1; done
for factor in 0.5 2 4 8; do race burst 32 "$factor"; done
dotnet run --project bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -- convert-race "$out" "${out%.csv}.png"
