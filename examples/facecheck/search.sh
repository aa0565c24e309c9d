#!/usr/bin/env bash
# Where else does the person on these photos appear? Asks a FaceCheck API, with curl and jq.
# Usage: LIKENESS_API_KEY=... ./search.sh photo.jpg [photo.jpg [photo.jpg]]
set -euo pipefail

address=${LIKENESS_URL:-http://127.0.0.1:8686}
key=${LIKENESS_API_KEY:-}
most_polls=120

if [[ -z $key ]] || (($# < 1 || $# > 3)); then
  echo "usage: LIKENESS_API_KEY=... $0 photo.jpg [photo.jpg [photo.jpg]]" >&2
  exit 2
fi

# Sends a POST and prints the reply. This vendor answers errors with status 200, so the body tells.
call() {
  local path=$1 reply status error
  shift
  # The key goes through a file: everybody on the machine can read the arguments of a program.
  reply=$(curl --silent --show-error --max-time 60 --write-out '\n%{http_code}' --request POST \
    --header @<(printf 'Authorization: %s\n' "$key") "$@" "$address/api/$path") || exit 1
  status=${reply##*$'\n'}
  reply=${reply%$'\n'*}
  error=$(jq --raw-output 'select(.error) | "\(.code): \(.error)"' <<<"$reply" 2>/dev/null) || true
  if [[ -z $error && $status != 200 ]]; then
    error="$address answered with status $status"
  fi
  if [[ -n $error ]]; then
    echo "$error" >&2
    exit 1
  fi
  printf '%s\n' "$reply"
}

images=()
for photo in "$@"; do
  images+=(--form "images=@\"$photo\"")
done
search_id=$(call upload_pic "${images[@]}" | jq --raw-output .id_search)
wanted=$(jq --null-input --arg id "$search_id" '{id_search: $id, with_progress: true}')

# The first of these requests starts the search, the others only ask how far it is.
for ((poll = 1; ; poll++)); do
  reply=$(call search --header 'Content-Type: application/json' --data "$wanted")
  jq --raw-output '"\(.progress) % \(.message)"' <<<"$reply" >&2
  if jq --exit-status .output <<<"$reply" >/dev/null; then
    break
  fi
  if ((poll == most_polls)); then
    echo "gave up after $most_polls polls" >&2
    exit 1
  fi
  sleep 1
done

jq --raw-output '.output.items[] | "\(.score)\t\(.url // "")"' <<<"$reply"

# Without id_pic the whole search goes, with its photos and results.
call "delete_pic?id_search=$search_id" >/dev/null
