#!/usr/bin/env python3
"""Where else does the person on this photo appear? Asks a FaceFinderAi API, with requests.

Usage: LIKENESS_API_KEY=... python3 search.py photo.jpg
"""

import os
import sys
import time
from pathlib import Path

import requests

ADDRESS = os.environ.get("LIKENESS_URL", "http://127.0.0.1:8686")
KEY = os.environ.get("LIKENESS_API_KEY", "")
MOST_POLLS = 120
POLL_SECONDS = 1


class ApiError(Exception):
    """What the vendor says is wrong."""


def call(path, **request):
    headers = {"Authorization": f"Bearer {KEY}"}
    response = requests.post(f"{ADDRESS}/api/public/{path}.php", headers=headers, timeout=60, **request)
    reply = response.json()
    if reply.get("error"):
        raise ApiError(f"{reply['error']}: {reply['message']}")
    response.raise_for_status()
    return reply


def upload(photo):
    """Starts the search as well."""
    return call("upload_pic", files={"images": (photo.name, photo.read_bytes())})["id_search"]


def wait_for(search_id):
    for poll in range(MOST_POLLS):
        if poll > 0:
            time.sleep(POLL_SECONDS)
        reply = call("search", json={"id_search": search_id, "with_progress": True})
        print(f"{reply['progress']} % {reply['message']}", file=sys.stderr)
        if reply["status"] == "done":
            return reply["output"]["items"]
    raise ApiError(f"gave up after {MOST_POLLS} polls")


def main(photo):
    for item in wait_for(upload(photo)):
        print(item["score"], item["url"] or "", sep="\t")


if __name__ == "__main__":
    if not KEY or len(sys.argv) != 2:
        print("usage: LIKENESS_API_KEY=... python3 search.py photo.jpg", file=sys.stderr)
        sys.exit(2)
    try:
        main(Path(sys.argv[1]))
    except (ApiError, OSError, requests.RequestException) as error:
        sys.exit(str(error))
