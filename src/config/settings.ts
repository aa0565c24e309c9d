import { z } from 'zod';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;
const GIBIBYTE = 1024 * MEBIBYTE;

function numberFromText(value: unknown): unknown {
  return typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
}

function wholeNumber(from: number, to: number) {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.preprocess(
    numberFromText,
    z.number({ error }).int({ error }).min(from, { error }).max(to, { error }),
  );
}

function text(least: number) {
  const error = `must be text of at least ${least} character${least === 1 ? '' : 's'}`;
  return z.string({ error }).min(least, { error });
}

function webAddress() {
  const error = 'must be an http or https address without a name and password';
  return z
    .url({ error, protocol: /^https?$/ })
    .refine((address) => !/^https?:\/\/[^/]*@/.test(address), { error });
}

function folders() {
  const error = 'must be folders, separated by commas';
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value),
    z.array(z.string().min(1, { error }), { error }),
  );
}

function networks() {
  const error = 'must be networks such as 10.0.0.0/8, or addresses, separated by commas';
  return z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value),
    z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], { error }), { error }),
  );
}

function mailServer() {
  return z.url({ error: 'must begin with smtp:// or smtps://', protocol: /^smtps?$/ });
}

const SWITCH = new Set(['true', 'false']);

function onOrOff() {
  const error = 'must be true or false';
  return z.preprocess(
    (value) => (typeof value === 'string' && SWITCH.has(value) ? value === 'true' : value),
    z.boolean({ error }),
  );
}

function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: `must be one of: ${words.join(', ')}` });
}

/** Every setting of Likeness: its type, its bounds, its default, and what it is for. */
export const settingsSchema = z.strictObject({
  data: text(1).default('./likeness-data').describe('Data folder: catalog and pictures of faces.'),
  models: text(1)
    .optional()
    .describe(
      'Folder with extra model files; it is looked at before the data folder and before any download.',
    ),
  modelsUrl: webAddress()
    .optional()
    .describe(
      'Address under which model files lie by their names, such as an internal mirror; asked before their publishers.',
    )
    // What is refused for a password in it must not be repeated.
    .meta({ secret: true }),
  host: text(1).default('127.0.0.1').describe('Address to listen on.'),
  port: wholeNumber(0, 65_535).default(8686).describe('Port to listen on; 0 takes a free one.'),
  apiKey: text(1)
    .optional()
    .describe(
      'If set, a key with this secret and all scopes exists from the start (Basic: user admin). Make it long.',
    )
    .meta({ secret: true }),
  scoring: oneOf(['search', 'pair'])
    .default('search')
    .describe('search: scores take the size of the searched gallery into account; pair: they do not.'),
  keepOriginals: onOrOff()
    .default(false)
    .describe('Whether the files of enrolled photos are kept, beside the pictures of their faces.'),
  maxPhotoBytes: wholeNumber(KIBIBYTE, 512 * MEBIBYTE)
    .default(20 * MEBIBYTE)
    .describe('Largest photo file that is accepted, in bytes.'),
  maxPhotoPixels: wholeNumber(1, 1_000_000_000)
    .default(50_000_000)
    .describe('Largest picture that is decoded, in pixels (width x height).'),
  maxBodyBytes: wholeNumber(KIBIBYTE, 1024 * MEBIBYTE)
    .default(64 * MEBIBYTE)
    .describe('Largest request body that is accepted, in bytes.'),
  maxUploadsAtOnce: wholeNumber(1, 1000)
    .default(256)
    .describe(
      'How many request bodies may be received and held in memory at the same time; those up to 64 KiB count only while they are received.',
    ),
  maxUploadBytesAtOnce: wholeNumber(KIBIBYTE, 64 * GIBIBYTE)
    .default(512 * MEBIBYTE)
    .describe(
      'How many bytes of request bodies may be held in memory at the same time, in all; small ones count as above.',
    ),
  maxConnections: wholeNumber(1, 100_000)
    .default(2000)
    .describe('How many connections may be open at the same time; more are closed at once.'),
  keyRequestsPerMinute: wholeNumber(0, 1_000_000)
    .default(0)
    .describe('Requests a minute with each key that has no limit of its own; 0 for any number.'),
  addressRequestsPerMinute: wholeNumber(0, 1_000_000)
    .default(0)
    .describe(
      'Requests a minute from each address, before keys are looked at; 0 for any number, as behind a proxy.',
    ),
  requestTimeoutMs: wholeNumber(1000, 3_600_000)
    .default(300_000)
    .describe('How long a client may take to send a whole request, in milliseconds.'),
  bodyIdleTimeoutMs: wholeNumber(100, 600_000)
    .default(15_000)
    .describe('How long the body of a request may stand still before it is given up, in milliseconds.'),
  shutdownTimeoutMs: wholeNumber(0, 600_000)
    .default(20_000)
    .describe('How long running requests may take to finish when the server stops, in milliseconds.'),
  visionWorkers: wholeNumber(1, 64)
    .optional()
    .describe('Threads that analyse photos; default: one a core, at most 4.'),
  visionQueueLimit: wholeNumber(1, 10_000)
    .default(256)
    .describe('How many photos may wait to be analysed; more are refused as overloaded.'),
  visionTimeoutMs: wholeNumber(100, 600_000)
    .default(30_000)
    .describe(
      'How long the analysis of one photo may take, in milliseconds; a photo waits for it four times as long at most.',
    ),
  indexThreads: wholeNumber(1, 64)
    .optional()
    .describe('Threads that search; default: one a core, at most 8.'),
  indexTemplateBytes: wholeNumber(0, 1024 * GIBIBYTE)
    .default(GIBIBYTE)
    .describe(
      'So much memory the index may take for templates of 8 bits a component, beside codes; what does not fit is read from its file.',
    ),
  indexSearchLimit: wholeNumber(1, 100_000)
    .default(256)
    .describe('How many searches the index works on at the same time; more wait in their order.'),
  indexAuditPercent: wholeNumber(0, 100)
    .default(1)
    .describe(
      'Of so many searches in a hundred the recall is measured in the background and shown in /metrics; 0 for none.',
    ),
  importFolders: folders()
    .default([])
    .describe(
      'Folders of this machine, separated by commas, from which keys may import; the command line may from anywhere.',
    ),
  importLimit: wholeNumber(1, 100_000)
    .default(100)
    .describe('How many imports may have begun and not ended; more are refused.'),
  outgoingNetworks: networks()
    .default([])
    .describe(
      'Networks such as 10.0.0.0/8, or addresses, separated by commas, that imports and callbacks may reach beside public ones.',
    ),
  callbackSecret: text(16)
    .optional()
    .describe('What callbacks are signed with; by default one that is made and kept in the data folder.')
    .meta({ secret: true }),
  smtpUrl: mailServer()
    .optional()
    .describe(
      'Mail server, such as smtp://user:password@mail.example.org:587 or smtps://...; without it no mail is sent.',
    )
    .meta({ secret: true }),
  mailFrom: text(3).default('likeness@localhost').describe('Who the mails of imports are from.'),
  searchConcurrency: wholeNumber(1, 64)
    .default(2)
    .describe('How many queued searches are worked on at the same time.'),
  searchQueueLimit: wholeNumber(1, 100_000)
    .default(1000)
    .describe('How many searches may wait in the queue; more are refused.'),
  searchKeepHours: wholeNumber(1, 8760)
    .default(24)
    .describe('How long the photos and results of a queued search are kept after its end, in hours.'),
  externalTimeoutMs: wholeNumber(100, 60_000)
    .default(3000)
    .describe('How long another server may take to answer for an external gallery, in milliseconds.'),
  tieSeed: text(1)
    .optional()
    .describe(
      'Makes the chance repeatable by which FaceFinderAi orders results of equal score; by default every search has its own.',
    ),
  logLevel: oneOf(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least important log lines that are written.'),
});

export type Settings = z.output<typeof settingsSchema>;

/** The names of all settings, as they are written in the file. */
export const SETTING_NAMES: readonly string[] = Object.keys(settingsSchema.shape);
