#!/usr/bin/env bash
# A classifier of the digits that an event camera looked at: N-MNIST's recordings become pictures, a network is trained on them and tested.
# Usage: bench/nmnist.sh [MODEL], vgg-s otherwise. Minutes on 2 cores; the pictures and the run lie in build/nmnist.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
model=${1:-vgg-s}
events=${SPIKESHARP_SHARED:-../shared}/data/events/nmnist
[[ -f $events/train1K.txt ]] || { echo "no recordings at $events: set SPIKESHARP_SHARED" >&2; exit 3; }
folder=build/nmnist
[[ -d $folder/data ]] || dotnet run --project bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -- nmnist "$events" "$folder/data"
./spikesharp train --data "$folder/data" --model "$model" --imgsz 32 --epochs 40 --batch 32 --nbs 32 --optimizer AdamW --lr0 0.002 --momentum 0.9 \
    --warmup-epochs 2 --warmup-bias-lr 0 --scale 0.15 --fliplr 0 --hsv-h 0 --hsv-s 0 --hsv-v 0.2 --project "$folder" --name "$model" --exist-ok
./spikesharp val --model "$folder/$model/weights/best.safetensors" --data "$folder/data" --split test --plots false
