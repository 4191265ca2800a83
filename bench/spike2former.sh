#!/usr/bin/env bash
# Spike2Former-nano on CamVid from scratch, without pretraining: at 120x160 as the specification's trial did it (26 minutes on two cores), and at 240x320.
# Usage: bench/spike2former.sh [run ...], runs being small camvid. It goes on where it was stopped.
# Each run leaves bench/results/spike2former/<run>.{csv,json}.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
data=${SPIKESHARP_SHARED:-../shared}/data/camvid/data.yaml
results=bench/results/spike2former
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }

recipe='--model spike2former-nano --batch 8 --warmup-epochs 1.09 --cache ram --workers 1'
declare -A options=(
    [small]='--imgsz 160 --epochs 20 --scale 0.4 --hsv-h 0 --hsv-s 0 --hsv-v 0'
    [camvid]='--imgsz 320 --epochs 36'
)
declare -A size=([small]=160 [camvid]=320)

mkdir -p "$results"
for run in "${@:-small camvid}"; do for run in $run; do
    folder=runs/spike2former/$run
    [[ ! -f $results/$run.json ]] || continue
    if [[ -f $folder/weights/last.safetensors ]]; then
        ./spikesharp train --resume "$folder"
    else
        # shellcheck disable=SC2086
        ./spikesharp train --data "$data" $recipe ${options[$run]} --project runs/spike2former --name "$run" --exist-ok
    fi
    cp "$folder/results.csv" "$results/$run.csv"
    ./spikesharp val --model "$folder/weights/best.safetensors" --data "$data" --imgsz "${size[$run]}" --plots=false --json "$results/$run.json"
done; done
