<?php
// Where else does the person on these photos appear? Asks a FaceCheck API, with the curl extension.
// Usage: LIKENESS_API_KEY=... php search.php photo.jpg [photo.jpg [photo.jpg]]
declare(strict_types=1);

define('ADDRESS', getenv('LIKENESS_URL') ?: 'http://127.0.0.1:8686');
define('KEY', getenv('LIKENESS_API_KEY') ?: '');
const MOST_POLLS = 120;
const POLL_SECONDS = 1;

/** Sends a POST: an array as a form, a text as JSON. This vendor answers errors with status 200, so the body tells. */
function call(string $path, array|string $body = ''): array
{
    $headers = ['Authorization: ' . KEY];
    if (is_string($body) && $body !== '') {
        $headers[] = 'Content-Type: application/json';
    }
    $request = curl_init(ADDRESS . '/api/' . $path);
    curl_setopt_array($request, [
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 60,
    ]);
    $text = curl_exec($request);
    if ($text === false) {
        throw new RuntimeException(curl_error($request));
    }
    $reply = json_decode($text, true, flags: JSON_THROW_ON_ERROR);
    if (isset($reply['error'])) {
        throw new RuntimeException("{$reply['code']}: {$reply['error']}");
    }
    $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
    if ($status !== 200) {
        throw new RuntimeException(ADDRESS . " answered with status $status");
    }
    return $reply;
}

/** One request a photo, because a form of PHP has one file a field; `id_search` says where the next one belongs. */
function upload(array $photos): string
{
    $id = '';
    foreach ($photos as $photo) {
        if (!is_readable($photo)) {
            throw new RuntimeException("$photo cannot be read");
        }
        $reply = call('upload_pic', ['images' => new CURLFile($photo), 'id_search' => $id]);
        $id = $reply['id_search'];
    }
    return $id;
}

/** The first of its requests starts the search, the others only ask how far it is. */
function search(string $id): array
{
    for ($poll = 0; $poll < MOST_POLLS; $poll++) {
        if ($poll > 0) {
            sleep(POLL_SECONDS);
        }
        $reply = call('search', json_encode(['id_search' => $id, 'with_progress' => true]));
        fwrite(STDERR, "{$reply['progress']} % {$reply['message']}\n");
        if ($reply['output'] !== null) {
            return $reply['output']['items'];
        }
    }
    throw new RuntimeException('gave up after ' . MOST_POLLS . ' polls');
}

$photos = array_slice($argv, 1);
if (KEY === '' || count($photos) < 1 || count($photos) > 3) {
    fwrite(STDERR, "usage: LIKENESS_API_KEY=... php search.php photo.jpg [photo.jpg [photo.jpg]]\n");
    exit(2);
}
try {
    $id = upload($photos);
    foreach (search($id) as $item) {
        echo "{$item['score']}\t{$item['url']}\n";
    }
    // Without id_pic the whole search goes, with its photos and results.
    call('delete_pic?id_search=' . rawurlencode($id));
} catch (RuntimeException | JsonException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(1);
}
