#!/usr/bin/env bash
# Exported networks in onnxruntime against the reference interpreter, on one random picture: the BCCD network of bench/weights, merged and
# factorised, Spike2Former-nano trained on CamVid, and the same with drawn weights in the authors' token layout. Usage: bench/onnx-check.sh [imgsz, default 160] [time steps ..., default 1 2].
# Read it so: without a flipped spike the outputs agree to about 1e-5; one potential within a rounding of a boundary flips a spike, and
# that alone moves some percent of all later spikes, so outputs then differ visibly. Other pictures: SEED=2 bench/onnx-check.sh.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
bench=build/dotnet/bin/SpikeSharp.Bench/release/SpikeSharp.Bench
side=${1:-160}
steps=("${@:2}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bench" onnx-picture "$side" "$side" "${SEED:-1}" "$work/image.safetensors"
for t in "${steps[@]:-1 2}"; do for t in $t; do
    ./spikesharp compile --model spikeyolo-p --nc 3 --T "$t" --weights bench/weights/bccd-p.safetensors --imgsz "$side" -o "$work/net.spk.safetensors" >"$work/log"
    ./spikesharp forward --model "$work/net.spk.safetensors" --input "$work/image.safetensors" --output "$work/result.safetensors" >"$work/log"
    for form in false true; do
        ./spikesharp export --model "$work/net.spk.safetensors" --factorised=$form -o "$work/net.onnx" >"$work/log"
        echo "T=$t factorised=$form"
        "$bench" onnx-compare "$work/net.onnx" "$work/image.safetensors" "$work/result.safetensors"
    done
done; done
for network in "bench/weights/camvid-spike2former-nano.safetensors" "spike2former-nano --nc 11 --token-layout authors"; do
    # shellcheck disable=SC2086
    ./spikesharp compile --model $network --imgsz "$side" -o "$work/net.spk.safetensors" >"$work/log"
    ./spikesharp forward --model "$work/net.spk.safetensors" --input "$work/image.safetensors" --output "$work/result.safetensors" >"$work/log"
    ./spikesharp export --model "$work/net.spk.safetensors" -o "$work/net.onnx" >"$work/log"
    echo "$network"
    "$bench" onnx-compare "$work/net.onnx" "$work/image.safetensors" "$work/result.safetensors"
done
