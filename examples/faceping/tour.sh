#!/usr/bin/env bash
# Every operation of a FacePing API, with curl lines as its page shows them.
# Usage: LIKENESS_API_KEY=... ./tour.sh photo.jpg another-photo.jpg
# It makes the groups my-face-group and my-vectors, and deletes them at the end, also when a call fails.
set -euo pipefail

address=${LIKENESS_URL:-http://127.0.0.1:8686}
key=${LIKENESS_API_KEY:-}

if [[ -z $key ]] || (($# != 2)); then
  echo "usage: LIKENESS_API_KEY=... $0 photo.jpg another-photo.jpg" >&2
  exit 2
fi
photo=$1
another=$2

# Shows the call, sends it, and shows the reply on a line of its own. Fails as the call does.
call() {
  local method=$1 path=$2 status=0
  shift 2
  echo "$method $path"
  # The key goes through a file: everybody on the machine can read the arguments of a program.
  curl --silent --show-error --globoff --fail-with-body --max-time 60 --request "$method" \
    --header @<(printf 'Authorization: Bearer %s\n' "$key") "$@" "$address$path" || status=$?
  echo
  return "$status"
}

# The groups that were made and are still there.
made=
trap 'for group in $made; do call DELETE "/groups/$group" >&2 || true; done' EXIT

make_group() {
  call POST "/groups/$1"
  made+=" $1"
}

delete_group() {
  call DELETE "/groups/$1"
  made=${made/ $1/}
}

json() {
  call "$1" "$2" --header 'Content-Type: application/json' --data-binary @-
}

# The text of a field of the reply that comes in; the reply itself goes to standard error. Fails without the field.
text_of() {
  local reply
  reply=$(cat)
  printf '%s\n' "$reply" >&2
  sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$reply" | grep .
}

# --- Groups of faces ------------------------------------------------------------------------------------------------
make_group my-face-group
face=$(call POST '/groups/my-face-group/face?metadata[key1]=value1&metadata[key2]=value2' -F "image=@\"$photo\"" | text_of id)
printf '{"base64Image": "data:image/jpeg;base64,%s", "metadata": {"description": "Some sample metadata"}}' \
  "$(base64 <"$another" | tr -d '\n')" | json POST /groups/my-face-group/face/base64
call POST '/groups/my-face-group/faces/search?topK=5' -F "queryImage=@\"$photo\""
call POST /faces/compare -F "Face1=@\"$photo\"" -F "Face2=@\"$another\""
printf '{"Face1": "%s", "Face2": "%s"}' "$(base64 <"$photo" | tr -d '\n')" "$(base64 <"$another" | tr -d '\n')" |
  json POST /faces/compare

# --- A face is a vector, too ----------------------------------------------------------------------------------------
call GET "/vectors/$face"
generated=$(call POST /vector/generate -F "image=@\"$photo\"" | text_of vectorString)
printf '{"vectorString": "%s", "metadata": {"department": "Important Department"}}' "$generated" |
  json POST /groups/my-face-group/vector
printf '{"vectorString": "%s", "topK": 5}' "$generated" | json POST /groups/my-face-group/vectors/search
json POST '/vectors/search?groupName=my-face-group' <<<'{"metadata": {"department": "Important Department"}}'

# --- Vectors that were made elsewhere -------------------------------------------------------------------------------
make_group my-vectors
vector=$(json POST /groups/my-vectors/vector \
  <<<'{"vectorString": "0.1,0.2,0.3,0.4", "metadata": {"description": "Some sample metadata"}}' | text_of id)
json POST /groups/my-vectors/vectors/upsert <<'JSON'
{
  "vectors": [
    {"vectorString": "0.11,0.22,0.33,0.44", "metadata": {"tag": "personA"}},
    {"vectorString": "0.15,0.25,0.35,0.45"}
  ]
}
JSON
call GET /groups/my-vectors/vectors
json POST /groups/my-vectors/vectors/search <<<'{"vectorString": "0.1,0.2,0.3,0.4", "topK": 5}'
json POST /vectors/search <<<'{"metadata": {"tag": "personA"}}'
json POST /vectors/compare <<<'{"embedding1": "0.021,0.345,0.567", "embedding2": "0.019,0.341,0.569"}'
json DELETE /groups/my-vectors/vectors <<<"[\"$vector\"]"

# --- Folders of a server and of a drive -----------------------------------------------------------------------------
# Their pictures are stored in the background. There is no such server, and the key of the account is none: it is refused.
json POST /groups/my-face-group/process-ftp-folder <<'JSON'
{
  "host": "ftp://ftp.invalid",
  "username": "ftpuser",
  "password": "ftppass",
  "folderPath": "/images/",
  "port": 21,
  "callbackUrl": ""
}
JSON
if json POST /groups/my-face-group/process-drive-folder <<'JSON'; then
{
  "folderId": "1A2B3C_DemoFolderId",
  "serviceAccountKey": "{ \"type\": \"service_account\" }",
  "callbackUrl": ""
}
JSON
  echo 'a key that is none was taken' >&2
  exit 1
fi

# --- The end --------------------------------------------------------------------------------------------------------
call GET /groups
delete_group my-face-group
delete_group my-vectors
