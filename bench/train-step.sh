#!/usr/bin/env bash
# A training step against the plain PyTorch peer, in turn, in one run: bench/train-step.sh [rounds] [data.yaml].
# Prints each round's medians and the ratio ours / peer, then the median ratio a scale; with a data YAML the full training step beside it.
# The peer needs Debian's python3-torch and libopenblas0-pthread; SPIKESHARP_SHARED (default ../shared) holds it.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
rounds=${1:-5} data=${2:-}
peer=${SPIKESHARP_SHARED:-../shared}/bench/peer_spikeyolo_torch.py
[[ -f $peer ]] || { echo "no peer at $peer: set SPIKESHARP_SHARED" >&2; exit 3; }
./spikesharp --version >/dev/null
dotnet build bench/SpikeSharp.Bench -c Release --artifacts-path build/dotnet -v quiet -nologo >/dev/null
bench=build/dotnet/bin/SpikeSharp.Bench/release/SpikeSharp.Bench
median() { sed -n 's/.*seconds\/image median \([0-9.]*\).*/\1/p'; }
for scale in p n; do
    ratios=()
    for ((round = 1; round <= rounds; round++)); do
        ours=$("$bench" train-step $scale 320 8 5 | median)
        theirs=$(/usr/bin/python3 "$peer" --scale $scale --size 320 --batch 8 --threads "$(nproc)" --train | median)
        ratio=$(awk "BEGIN { printf \"%.3f\", $ours / $theirs }")
        ratios+=("$ratio")
        echo "$scale 320 px batch 8, round $round: ours $ours s/image, peer $theirs s/image, ratio $ratio"
    done
    printf '%s\n' "${ratios[@]}" | sort -n | awk -v s=$scale '{ r[NR] = $1 } END { printf "%s: median ratio %s (%s to %s)\n", s, r[int((NR + 1) / 2)], r[1], r[NR] }'
    if [[ -n $data ]]; then echo "$scale: $("$bench" full-step "$data" $scale 320 8 15)"; fi
done
