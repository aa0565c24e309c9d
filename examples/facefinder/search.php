<?php
// Where else does the person on this photo appear? Asks a FaceFinderAi API, with the curl extension.
// Usage: LIKENESS_API_KEY=... php search.php photo.jpg
declare(strict_types=1);

define('ADDRESS', getenv('LIKENESS_URL') ?: 'http://127.0.0.1:8686');
define('KEY', getenv('LIKENESS_API_KEY') ?: '');
const MOST_POLLS = 120;
const POLL_SECONDS = 1;

/** Sends a POST: an array as a form, a text as JSON. */
function call(string $path, array|string $body): array
{
    $headers = ['Authorization: Bearer ' . KEY];
    if (is_string($body)) {
        $headers[] = 'Content-Type: application/json';
    }
    $request = curl_init(ADDRESS . "/api/public/$path.php");
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
        throw new RuntimeException("{$reply['error']}: {$reply['message']}");
    }
    $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
    if ($status !== 200) {
        throw new RuntimeException(ADDRESS . " answered with status $status");
    }
    return $reply;
}

/** The upload starts the search. */
function upload(string $photo): string
{
    if (!is_readable($photo)) {
        throw new RuntimeException("$photo cannot be read");
    }
    return call('upload_pic', ['images' => new CURLFile($photo)])['id_search'];
}

function waitFor(string $id): array
{
    for ($poll = 0; $poll < MOST_POLLS; $poll++) {
        if ($poll > 0) {
            sleep(POLL_SECONDS);
        }
        $reply = call('search', json_encode(['id_search' => $id, 'with_progress' => true]));
        fwrite(STDERR, "{$reply['progress']} % {$reply['message']}\n");
        if ($reply['status'] === 'done') {
            return $reply['output']['items'];
        }
    }
    throw new RuntimeException('gave up after ' . MOST_POLLS . ' polls');
}

if (KEY === '' || $argc !== 2) {
    fwrite(STDERR, "usage: LIKENESS_API_KEY=... php search.php photo.jpg\n");
    exit(2);
}
try {
    foreach (waitFor(upload($argv[1])) as $item) {
        echo "{$item['score']}\t{$item['url']}\n";
    }
} catch (RuntimeException | JsonException $error) {
    fwrite(STDERR, $error->getMessage() . "\n");
    exit(1);
}
