#!/usr/bin/env bash
# Whose face is on this photo? Asks a Face Search (1:N) API, with the calls of its page and nothing else: curl, and jq to
# take from one answer what the next call needs.
# It searches the first two databases of the list, as many as the page's line names; a search takes 50.
# Usage: LIKENESS_API_KEY=... ./tour.sh photo.jpg
set -euo pipefail

BASE_URL=${LIKENESS_URL:-http://127.0.0.1:8686}
key=${LIKENESS_API_KEY:-}
FACE_IMAGE_PATH=${1:-}

if [[ -z $key || -z $FACE_IMAGE_PATH ]]; then
  echo "usage: LIKENESS_API_KEY=... $0 photo.jpg" >&2
  exit 2
fi

# Through a file, because everybody on the machine can read the arguments of a program.
credentials() {
  printf 'Authorization: Basic %s\n' "$(printf 'admin:%s' "$key" | base64 --wrap=0)"
}

# Passes an answer on, unless it is an error, which it tells.
answer() {
  jq --exit-status 'if .response == null then error("\(.error.code): \(.error.message)") else . end'
}

# 1. Get Available Databases: the ids of the first two
index_ids=$(
  curl --silent --show-error "$BASE_URL/face/index/details?action_type=FACE_SEARCH" \
    -H @<(credentials) |
    answer | jq --raw-output '[.response[:2][].id] | join(",")'
)

# 2. Submit Face Search, in these
found=$(
  curl --silent --show-error "$BASE_URL/face/search?perform_liveness_check=true" \
    -H @<(credentials) \
    -H 'Content-Type: multipart/form-data' \
    -F "source_image=@\"$FACE_IMAGE_PATH\"" \
    -F "target_index_ids=$index_ids" \
    -F 'min_match_score=70' \
    -F 'max_results=5' |
    answer
)
jq --raw-output '.unavailable_indexes[]? | .problem' <<<"$found" >&2

# 3. Download Matched Face Image, of every match; a record that was stored as a vector has none
jq --raw-output '.response[] | [.match_image_id, .match_score, .distance, .name // "-", .index_name, .index_type] | @tsv' \
  <<<"$found" |
  while IFS=$'\t' read -r file_id match; do
    file=$(curl --silent --show-error "$BASE_URL/media/file/download/$file_id" -H @<(credentials))
    size=-
    if ! jq --exit-status '.error.code? == "face_without_picture"' <<<"$file" >/dev/null; then
      size="$(answer <<<"$file" | jq --raw-output .response.file_base64 | base64 --decode | wc --bytes) bytes"
    fi
    printf '%s\t%s\n' "$match" "$size"
  done
