#!/usr/bin/env bash
# Stops a training with kill -9 and with Ctrl-C at random moments and resumes it: the final weights must be those of the uninterrupted
# run, byte for byte. Usage: bench/kill-resume.sh [stops of each kind, default 5]. About 5 minutes on 2 idle cores.
set -euo pipefail
cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.."
stops=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
set -m                                                   # job control: without it the shell makes its children deaf to Ctrl-C
data=${SPIKESHARP_SHARED:-../shared}/data/bccd/data.yaml
[[ -f $data ]] || { echo "no data at $data: set SPIKESHARP_SHARED" >&2; exit 3; }
train=(./spikesharp train --data "$data" --model spikeyolo --depth-multiple 0.33 --width-multiple 0.0625 --imgsz 96 --batch 8 --epochs 4
    --optimizer AdamW --plots=false --fraction 0.5 --project "$work/runs" --exist-ok)
weights() { sha256sum <"$work/runs/$1/weights/best.safetensors"; }

./spikesharp --version >/dev/null                         # builds now, not in the run that is timed
start=$(date +%s.%N)
"${train[@]}" --name whole >/dev/null 2>&1
length=$(awk "BEGIN { print $(date +%s.%N) - $start }")
echo "uninterrupted: $length s, best $(weights whole)"
failed=0
for signal in KILL INT; do
    for ((i = 1; i <= stops; i++)); do
        name=$signal$i
        "${train[@]}" --name "$name" >"$work/$name.log" 2>&1 &
        pid=$!
        moment=$(awk -v l="$length" -v s=$RANDOM 'BEGIN { srand(s); print 0.15 * l + 0.75 * l * rand() }')
        sleep "$moment"
        kill -$signal $pid 2>/dev/null || true
        code=0; wait $pid || code=$?
        if [[ -f $work/runs/$name/weights/last.safetensors || -f $work/runs/$name/weights/last.previous.safetensors ]]; then
            ./spikesharp train --resume "$work/runs/$name" >>"$work/$name.log" 2>&1 || { echo "$name: resume failed"; tail -3 "$work/$name.log"; failed=1; continue; }
        else
            "${train[@]}" --name "$name" >>"$work/$name.log" 2>&1
        fi
        same=yes; [[ $(weights "$name") == "$(weights whole)" ]] || { same=NO; failed=1; }
        echo "$signal after $moment s: exit $code, resumed, same bytes: $same"
    done
done
exit $failed
