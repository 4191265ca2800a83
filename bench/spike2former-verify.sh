#!/usr/bin/env bash
# The trained Spike2Former-nano proved on real pictures of CamVid: integer = binary in every spike by the interpreter, int8 = binary by the engine, and exact against
# the interpreter, every layer on equal inputs and end to end; what is left of real numbers, by name.
# Usage: bench/spike2former-verify.sh [pictures, default 16] [weights, default bench/weights/camvid-spike2former-nano.safetensors]
# Leaves bench/results/spike2former/verify.txt.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
pictures=${1:-16} weights=${2:-bench/weights/camvid-spike2former-nano.safetensors}
data=${SPIKESHARP_SHARED:-../shared}/data/camvid/data.yaml
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./spikesharp compile --model "$weights" --imgsz 320 -o "$work/net.spk.safetensors" >/dev/null
prove() { ./spikesharp verify --model "$work/net.spk.safetensors" --data "$data" --limit "$pictures" "$@" 2>/dev/null | grep -v "^verify: [0-9]"; }
{
    prove --imgsz 160
    echo "at 320 px: $(prove --imgsz 320 --engine int8 | tail -1)"
    echo "at 320 px: $(prove --imgsz 320 --engine exact | tail -1)"
} | tee bench/results/spike2former/verify.txt
