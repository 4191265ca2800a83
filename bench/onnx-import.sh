#!/usr/bin/env bash
# Imported networks against ONNX Runtime: the golden ONNX files, ends of YOLOv8 as Ultralytics writes them, a whole yolov8n with ReLU that we
# exported (fresh weights), and any other file named.
# Usage: bench/onnx-import.sh [net.onnx ...]. Largest difference allowed: 1e-4
# of an output's largest number, at least 1.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
bench=build/dotnet/bin/SpikeSharp.Bench/release/SpikeSharp.Bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./spikesharp compile --model yolov8n --act relu --nc 3 --imgsz 160 -o "$work/yolov8n.spk.safetensors" >"$work/log"
./spikesharp export --model "$work/yolov8n.spk.safetensors" -o "$work/yolov8n_relu.onnx" >"$work/log"
for net in tests/golden/spicalib/onnx/*.onnx tests/SpikeSharp.Onnx.Tests/Zoo/yolov8_detect*.onnx "$work/yolov8n_relu.onnx" "$@"; do
    "$bench" onnx-image "$net" "$work/image.safetensors" "${SIZE:-640}"
    ./spikesharp forward --model "$net" --input "$work/image.safetensors" --output "$work/result.safetensors" >"$work/log"
    echo "$(basename "$net")"
    "$bench" onnx-agree "$net" "$work/image.safetensors" "$work/result.safetensors"
done
