#!/usr/bin/env bash
# The engine proved on real pictures: the BCCD network of bench/weights at 320 px. int8 = binary in every spike, and exact against the reference
# interpreter, by its factors and on spikes alone: every layer on equal inputs, and the share of equal spikes end to end.
# Usage: bench/engine-verify.sh [images, default 32]. A few minutes on 2 cores; results go to bench/results/engine-verify.txt.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
images=${1:-32}
data=${SPIKESHARP_SHARED:-../shared}/data/bccd/data.yaml
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
for engine in "int8" "exact" "exact --spikes-only"; do
    read -ra words <<<"$engine"
    echo "$engine: $(./spikesharp verify --model bench/weights/bccd-p.spk.safetensors --data "$data" --split test --limit "$images" --engine "${words[@]}" | tail -1)"
done | tee bench/results/engine-verify.txt
