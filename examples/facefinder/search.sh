#!/usr/bin/env bash
# Where else does the person on this photo appear? Asks a FaceFinderAi API, with curl and jq.
# Usage: LIKENESS_API_KEY=... ./search.sh photo.jpg
set -euo pipefail

address=${LIKENESS_URL:-http://127.0.0.1:8686}
key=${LIKENESS_API_KEY:-}
most_polls=120

if [[ -z $key ]] || (($# != 1)); then
  echo "usage: LIKENESS_API_KEY=... $0 photo.jpg" >&2
  exit 2
fi

# Sends a POST and prints the reply; an error has a code and a message.
call() {
  local path=$1 reply status error
  shift
  # The key goes through a file: everybody on the machine can read the arguments of a program.
  reply=$(curl --silent --show-error --max-time 60 --write-out '\n%{http_code}' --request POST \
    --header @<(printf 'Authorization: Bearer %s\n' "$key") "$@" "$address/api/public/$path.php") || exit 1
  status=${reply##*$'\n'}
  reply=${reply%$'\n'*}
  error=$(jq --raw-output 'select(.error) | "\(.error): \(.message)"' <<<"$reply" 2>/dev/null) || true
  if [[ -z $error && $status != 200 ]]; then
    error="$address answered with status $status"
  fi
  if [[ -n $error ]]; then
    echo "$error" >&2
    exit 1
  fi
  printf '%s\n' "$reply"
}

# The upload starts the search.
wanted=$(call upload_pic --form "images=@\"$1\"" | jq '{id_search, with_progress: true}')

for ((poll = 1; ; poll++)); do
  reply=$(call search --header 'Content-Type: application/json' --data "$wanted")
  jq --raw-output '"\(.progress) % \(.message)"' <<<"$reply" >&2
  if [[ $(jq --raw-output .status <<<"$reply") == done ]]; then
    break
  fi
  if ((poll == most_polls)); then
    echo "gave up after $most_polls polls" >&2
    exit 1
  fi
  sleep 1
done

jq --raw-output '.output.items[] | "\(.score)\t\(.url // "")"' <<<"$reply"
