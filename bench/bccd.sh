#!/usr/bin/env bash
# SpikeYOLO-p on BCCD from scratch: three seeds, the ANN twin, and D = 1, 2, 8. About 20 minutes a run on 2 idle cores.
# Usage: bench/bccd.sh [run ...], runs being seed0 seed1 seed2 relu d1 d2 d8 (all by default). It goes on where it was stopped.
# Each run leaves bench/results/bccd/<run>.{csv,test.json,val.json}; `bench/bccd.sh table` prints what is there.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
data=${SPIKESHARP_SHARED:-../shared}/data/bccd/data.yaml
results=bench/results/bccd
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }

declare -A options=(
    [seed0]='--seed 0' [seed1]='--seed 1' [seed2]='--seed 2' [relu]='--seed 0 --neuron relu'
    [d1]='--seed 0 --D 1' [d2]='--seed 0 --D 2' [d8]='--seed 0 --D 8'
)
recipe='--model spikeyolo-p --imgsz 320 --batch 16 --epochs 60 --optimizer AdamW --lr0 0.002 --lrf 0.004 --momentum 0.9
    --weight-decay 0.0005 --nbs 16 --warmup-epochs 3 --close-mosaic 10 --cache ram --workers 1'

table() {
    for file in "$results"/*.test.json; do
        [[ -f $file ]] || continue
        run=$(basename "$file" .test.json)
        for split in val test; do echo "$run $split $(tr -d "\n " <"$results/$run.$split.json" | grep -o "\"map50\":[0-9.]*\|\"map50_95\":[0-9.]*" | head -2 | tr "\n" " ")"; done
    done
}
if [[ ${1:-} == table ]]; then table; exit; fi

mkdir -p "$results"
for run in "${@:-seed0 seed1 seed2 relu d1 d2 d8}"; do for run in $run; do
    folder=runs/bccd/$run
    if [[ ! -f $results/$run.test.json ]]; then
        if [[ -f $folder/weights/last.safetensors ]]; then
            ./spikesharp train --resume "$folder"
        else
            # shellcheck disable=SC2086
            ./spikesharp train --data "$data" $recipe ${options[$run]} --project runs/bccd --name "$run" --exist-ok
        fi
        cp "$folder/results.csv" "$results/$run.csv"
        for split in val test; do
            ./spikesharp val --model "$folder/weights/best.safetensors" --data "$data" --split $split --imgsz 320 --plots=false --json "$results/$run.$split.json"
        done
    fi
done; done
table
