#!/usr/bin/env bash
# NPU ACTIVE of a workload on several accelerators: docs/examples/sizes.sh [WORKLOAD]
set -euo pipefail
npusim=${NPUSIM:-$(dirname "$0")/../../npusim}
traces=$(mktemp -d)
trap 'rm -r "$traces"' EXIT
for npu in Ethos_U55_128 Ethos_U65_256 Ethos_U85_256; do
  cycles=$("$npusim" run "${1:-kws_micronet_m}" --npu "$npu" --timing-only --trace "$traces/$npu" |
    sed -n 's/^NPU ACTIVE: \([0-9]*\) cycles.*/\1/p')
  printf '%-14s %s\n' "$npu" "$cycles"
done
