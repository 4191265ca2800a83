#!/usr/bin/env bash
# Imported networks against ONNX Runtime: the golden ONNX files, ends of YOLOv8 as Ultralytics writes them, a whole yolov8n with ReLU that we
# exported (fresh weights), and any other file named.
# Needs Node.js and `npm install --ignore-scripts` in bench/onnx. Usage: bench/onnx-import.sh [net.onnx ...]. Largest difference allowed: 1e-4
# of an output's largest number, at least 1.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
[[ -d bench/onnx/node_modules ]] || { echo "onnxruntime is missing: run 'npm install --ignore-scripts' in bench/onnx" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node bench/onnx/zoo.mjs "$work/zoo" >"$work/log"
./spikesharp compile --model yolov8n --act relu --nc 3 --imgsz 160 -o "$work/yolov8n.spk.safetensors" >"$work/log"
./spikesharp export --model "$work/yolov8n.spk.safetensors" -o "$work/yolov8n_relu.onnx" >"$work/log"
for net in tests/golden/spicalib/onnx/*.onnx "$work"/zoo/yolov8_detect*.onnx "$work/yolov8n_relu.onnx" "$@"; do
    node bench/onnx/run.mjs image "$net" "$work/image.safetensors" "${SIZE:-640}"
    ./spikesharp forward --model "$net" --input "$work/image.safetensors" --output "$work/result.safetensors" >"$work/log"
    echo "$(basename "$net")"
    node bench/onnx/run.mjs agree "$net" "$work/image.safetensors" "$work/result.safetensors"
done
