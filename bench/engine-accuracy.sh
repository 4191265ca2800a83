#!/usr/bin/env bash
# What the engine's arithmetics cost: AP of the BCCD network of bench/weights on the test pictures, by libtorch and by the engine in each mode.
# Usage: bench/engine-accuracy.sh. A minute or two on 2 cores; results go to bench/results/engine-accuracy.txt.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
data=${SPIKESHARP_SHARED:-../shared}/data/bccd/data.yaml
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
measure() {
    local model=$1
    shift
    local score
    score=$(./spikesharp val --model "bench/weights/$model" --data "$data" --split test --plots false "$@" | tail -1)
    echo "$model${*:+ $*}: $score"
}
{
    echo "$ bench/engine-accuracy.sh"
    measure bccd-p.safetensors
    for engine in "--engine exact" "--engine exact --spikes-only" "--engine int8" "--engine int8 --spikes-only"; do
        read -ra words <<<"$engine"
        measure bccd-p.spk.safetensors "${words[@]}"
    done
} | tee bench/results/engine-accuracy.txt
