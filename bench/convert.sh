#!/usr/bin/env bash
# Converts our trained ordinary networks in many ways and measures each after several time steps beside its ANN: the paper's ablation, and beyond it.
# Usage: bench/convert.sh NETWORK [row ...], NETWORK being bccd-relu, bccd-yolov8n, camvid or nmnist; all rows by default. It goes on where it was stopped.
# Each row leaves bench/results/convert/NETWORK/<row>.csv and .png; `bench/convert.sh table NETWORK` prints what is there.
# The rows search and search-exact take hours on two cores for a detector at T = 64: they search at T = 16.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
shared=${SPIKESHARP_SHARED:-../shared}
declare -A rows=(
    [if]='--gamma 1 --calibration none'
    [if-instantaneous]='--gamma 1 --calibration none --max-pooling instantaneous'
    [burst]='--calibration none'
    [burst-instantaneous]='--calibration none --max-pooling instantaneous'
    [burst-half]='--calibration none --v0 0.5'
    [published]='--calibration published --percentile 0.995'
    [corrected]=''
    [corrected-p995]='--percentile 0.995'
    [corrected-channel]='--scales channel'
    [exact]='--neuron exact'
    [search]='--T 16 --search global --trials 20'
    [search-exact]='--T 16 --neuron exact --search layers --trials 20'
)
order=(if if-instantaneous burst burst-instantaneous burst-half published corrected corrected-p995 corrected-channel exact search-exact search)
declare -A data=([bccd-relu]=$shared/data/bccd/data.yaml [bccd-yolov8n]=$shared/data/bccd/data.yaml [camvid]=$shared/data/camvid/data.yaml [nmnist]=build/nmnist/data)
declare -A size=([bccd-relu]=320 [bccd-yolov8n]=320 [camvid]=320 [nmnist]=32)
declare -A split=([bccd-relu]=test [bccd-yolov8n]=test [camvid]=val [nmnist]=test)
declare -A steps=([bccd-relu]=4,8,16,32,64 [bccd-yolov8n]=4,8,16,32,64 [camvid]=4,8,16,32,64 [nmnist]=4,8,16,32,64,128,256)

table() {
    for row in "${order[@]}"; do
        file=bench/results/convert/$1/$row.csv
        [[ -f $file ]] || continue
        [[ -n ${head-} ]] || { head=$(head -1 "$file"); echo "row,$head"; sed -n "2s/^/ann,/p" "$file"; }
        sed -n "3,\$s/^/$row,/p" "$file"
    done
}
if [[ ${1-} == table ]]; then table "$2"; exit; fi
network=${1:?which network: bccd-relu, bccd-yolov8n, camvid or nmnist}
shift
[[ -e ${data[$network]} ]] || { echo "no data at ${data[$network]}: set SPIKESHARP_SHARED, or run bench/nmnist.sh first" >&2; exit 3; }
ann=bench/weights/$network.safetensors results=bench/results/convert/$network work=build/convert/$network
mkdir -p "$results" "$work"
for row in "${@:-${order[@]}}"; do for row in $row; do
    [[ ! -f $results/$row.csv ]] || continue
    last=${steps[$network]##*,}
    # shellcheck disable=SC2086
    ./spikesharp convert --model "$ann" --calibrate "${data[$network]}" --imgsz "${size[$network]}" --T "$last" ${rows[$row]} \
        --project "$work" --name "$row-search" --exist-ok -o "$work/$row.spk.safetensors"
    ./spikesharp sweep --model "$work/$row.spk.safetensors" --ann "$ann" --data "${data[$network]}" --split "${split[$network]}" --imgsz "${size[$network]}" \
        --steps "${steps[$network]}" --project "$work" --name "$row-sweep" --exist-ok
    cp "$work/$row-sweep/sweep.png" "$results/$row.png"
    cp "$work/$row-sweep/sweep.csv" "$results/$row.csv"
done; done
table "$network"
