#!/usr/bin/env bash
# Integer = binary on real pictures: the BCCD network of bench/weights, compiled for every T and D, on 32 validation images at 160 px.
# Usage: bench/integer-binary.sh [images, default 32]. A few minutes on 2 idle cores; results go to bench/results/integer-binary.txt.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
images=${1:-32}
data=${SPIKESHARP_SHARED:-../shared}/data/bccd/data.yaml
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p bench/results
for t in 1 2 4; do
    for d in 1 2 4 8; do
        ./spikesharp compile --model spikeyolo-p --nc 3 --T $t --D $d --weights bench/weights/bccd-p.safetensors --imgsz 160 -o "$work/net.spk.safetensors" >/dev/null
        echo "T=$t D=$d: $(./spikesharp verify --model "$work/net.spk.safetensors" --data "$data" --imgsz 160 --limit "$images" | tail -1)"
    done
done | tee bench/results/integer-binary.txt
