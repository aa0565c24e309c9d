#!/usr/bin/env bash
# The curl line of FaceGuard's document with another base address. It reads probe.jpg, person1.jpg and person2.jpg of the
# folder in which it is started.
# Usage: LIKENESS_API_KEY=... ./tour.sh
set -euo pipefail

address=${LIKENESS_URL:-http://127.0.0.1:8686}

curl -X POST "$address/api/v1/face/search" \
  -H "X-API-Key: ${LIKENESS_API_KEY:?}" \
  -F "query=@probe.jpg" \
  -F "gallery=@person1.jpg" \
  -F "gallery=@person2.jpg"
