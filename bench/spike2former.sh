#!/usr/bin/env bash
# Spike2Former-nano on CamVid from scratch, without pretraining, and what stands beside it; then 20 pictures learnt by heart.
# Usage: bench/spike2former.sh [run ...], runs being
#   coarse camvid               the network: 14 epochs at 120x160, from these weights 22 at 240x320 (15 and 55 minutes on one core)
#   relu ilif authors fpn       what coarse does with one thing changed: the ANN twin, I-LIF, the authors' token layout, a feature pyramid's head (10 to 15 minutes each)
#   small                       the specification's trial: 20 epochs at 120x160, batches of 8
#   twenty twenty192            20 pictures of coco128 with 133 classes, trained on and scored on the same: 5000 batches at 160 px, 1800 more at 192 (40 and 15 minutes)
# It goes on where it was stopped. Each run leaves bench/results/spike2former/<run>.{csv,json}. One thread a run is as fast as two: small tensors.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
shared=${SPIKESHARP_SHARED:-../shared}
data=$shared/data/camvid/data.yaml
results=bench/results/spike2former
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }

recipe='--warmup-epochs 1.09 --cache ram --workers 1 --threads 1'
nano='--model spike2former-nano'
coarse='--imgsz 160 --batch 4 --epochs 14 --scale 0.4 --hsv-h 0 --hsv-s 0 --hsv-v 0'
heart='--batch 4 --patience 0 --scale 0 --translate 0 --fliplr 0 --hsv-h 0 --hsv-s 0 --hsv-v 0'
declare -A options=(
    [coarse]="$nano $coarse"
    [camvid]='--model runs/spike2former/coarse/weights/best.safetensors --imgsz 320 --batch 4 --epochs 22'
    [relu]="$nano $coarse --neuron relu"
    [ilif]="$nano $coarse --neuron ilif"
    [authors]="$nano $coarse --token-layout authors"
    [fpn]="--model metaspikeformer-fpn-nano $coarse"
    [small]="$nano --imgsz 160 --batch 8 --epochs 20 --scale 0.4 --hsv-h 0 --hsv-s 0 --hsv-v 0"
    [twenty]="$nano --imgsz 160 --epochs 100 $heart"
    [twenty192]="--model runs/spike2former/twenty/weights/best.safetensors --backbone-lr-mult 1 --optimizer AdamW --lr0 0.0007 --weight-decay 0.005 --imgsz 192 --epochs 36 $heart"
)

# The first 20 pictures that have a mask; each ten times, so that an epoch is worth its validation.
twenty() {
    local folder=build/spike2former
    mkdir -p "$folder"
    local pictures
    pictures=$(readlink -f -- "$shared")/data/coco128
    find "$pictures/images" -name '*.jpg' | sort | while read -r picture; do
        mask=${picture/images/masks}
        [[ ! -f ${mask%.jpg}.png ]] || echo "$picture"
    done | head -20 >"$folder/val.txt" || true
    for _ in {1..10}; do cat "$folder/val.txt"; done >"$folder/train.txt"
    sed -e "s|^path:.*|path: .|; s|^train:.*|train: train.txt|; s|^val:.*|val: val.txt|" "$pictures/semantic.yaml" >"$folder/twenty.yaml"
    data=$folder/twenty.yaml
}

mkdir -p "$results"
runs=("$@")
((${#runs[@]})) || runs=(coarse camvid relu ilif authors fpn twenty twenty192)
for run in "${runs[@]}"; do
    folder=runs/spike2former/$run size=$(sed 's/.*--imgsz \([0-9]*\).*/\1/' <<<"${options[$run]}")
    [[ ! -f $results/$run.json ]] || continue
    if [[ $run == twenty* ]]; then twenty; else data=$shared/data/camvid/data.yaml; fi
    if [[ -f $folder/weights/last.safetensors ]]; then
        ./spikesharp train --resume "$folder"
    else
        # shellcheck disable=SC2086
        ./spikesharp train --data "$data" $recipe ${options[$run]} --project runs/spike2former --name "$run" --exist-ok
    fi
    cp "$folder/results.csv" "$results/$run.csv"
    ./spikesharp val --model "$folder/weights/best.safetensors" --data "$data" --imgsz "$size" --plots=false --json "$folder/val.json"
    # On one line: a confusion matrix of 133 classes has a line a number.
    python3 -c 'import json, sys; json.dump(json.load(sys.stdin), sys.stdout, separators=(",", ":"))' <"$folder/val.json" >"$results/$run.json"
done
