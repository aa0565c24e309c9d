#!/usr/bin/env python3
"""Where else does the person on these photos appear? Asks a FaceCheck API, with requests.

Usage: LIKENESS_API_KEY=... python3 search.py photo.jpg [photo.jpg [photo.jpg]]
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
    """Sends a POST. This vendor answers errors with status 200, so the body tells."""
    headers = {"Authorization": KEY}
    response = requests.post(f"{ADDRESS}/api/{path}", headers=headers, timeout=60, **request)
    reply = response.json()
    if reply.get("error"):
        raise ApiError(f"{reply['code']}: {reply['error']}")
    response.raise_for_status()
    return reply


def upload(photos):
    images = [("images", (Path(photo).name, Path(photo).read_bytes())) for photo in photos]
    return call("upload_pic", files=images)["id_search"]


def search(search_id):
    """The first of its requests starts the search, the others only ask how far it is."""
    for poll in range(MOST_POLLS):
        if poll > 0:
            time.sleep(POLL_SECONDS)
        reply = call("search", json={"id_search": search_id, "with_progress": True})
        print(f"{reply['progress']} % {reply['message']}", file=sys.stderr)
        if reply["output"]:
            return reply["output"]["items"]
    raise ApiError(f"gave up after {MOST_POLLS} polls")


def main(photos):
    search_id = upload(photos)
    for item in search(search_id):
        print(item["score"], item["url"] or "", sep="\t")
    # Without id_pic the whole search goes, with its photos and results.
    call("delete_pic", params={"id_search": search_id})


if __name__ == "__main__":
    if not KEY or not 1 <= len(sys.argv) - 1 <= 3:
        print("usage: LIKENESS_API_KEY=... python3 search.py photo.jpg [photo.jpg [photo.jpg]]", file=sys.stderr)
        sys.exit(2)
    try:
        main(sys.argv[1:])
    except (ApiError, OSError, requests.RequestException) as error:
        sys.exit(str(error))
