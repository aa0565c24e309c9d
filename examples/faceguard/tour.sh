#!/usr/bin/env bash
# The curl line of FaceGuard's document with another base address, and with an error's status as a failure. It reads
# probe.jpg, person1.jpg and person2.jpg of the folder in which it is started.
# Usage: LIKENESS_API_KEY=... ./tour.sh
set -euo pipefail

address=${LIKENESS_URL:-http://127.0.0.1:8686}
key=${LIKENESS_API_KEY:-}

if [[ -z $key ]]; then
  echo "usage: LIKENESS_API_KEY=... $0" >&2
  exit 2
fi

# The key goes through a file: everybody on the machine can read the arguments of a program.
curl --silent --show-error --fail-with-body -X POST "$address/api/v1/face/search" \
  -H @<(printf 'X-API-Key: %s\n' "$key") \
  -F "query=@probe.jpg" \
  -F "gallery=@person1.jpg" \
  -F "gallery=@person2.jpg"
