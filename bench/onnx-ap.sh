#!/usr/bin/env bash
# The BCCD network of bench/weights exported to ONNX, merged and factorised, in onnxruntime: every layer within 1e-4 of the reference interpreter on
# equal inputs, and AP beside the interpreter's and the engine's, by the same batches and metrics: on the test split, and on the pictures of all three.
# Read it so: a potential within a rounding of a boundary flips a spike, and that changes some percent of all later ones. Which way AP then goes is
# chance, some tenths of a point on the 72 test pictures, and the less the more pictures there are.
# Usage: bench/onnx-ap.sh [pictures for the layers, default 32].
# Ten minutes on 2 cores; results go to bench/results/onnx-ap.txt.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
pictures=${1:-32} net=bench/weights/bccd-p.spk.safetensors data=${SPIKESHARP_SHARED:-../shared}/data/bccd
[[ -d $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
bench=build/dotnet/bin/SpikeSharp.Bench/release/SpikeSharp.Bench
./spikesharp export --model "$net" -o "$work/merged.onnx" >"$work/log"
./spikesharp export --model "$net" --factorised -o "$work/factorised.onnx" >"$work/log"
sed "s|^path:.*|path: $(realpath -- "$data")|; s|^val:.*|val: [images/test, images/val, images/train]|" "$data/data.yaml" >"$work/data.yaml"
{
    echo "$ bench/onnx-ap.sh"
    for form in merged factorised; do "$bench" onnx-layers "$net" "$work/$form.onnx" "$data/images/test" "$pictures"; done
    for split in test val; do
        echo "on ${split/val/test, validation and training pictures}:"
        for who in "$work/merged.onnx" "$work/factorised.onnx" reference exact; do "$bench" onnx-ap "$net" "$who" "$work/data.yaml" "$split"; done
    done
} | tee bench/results/onnx-ap.txt
