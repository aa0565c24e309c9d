/** A thread that reads memory as fast as it can: looks for a byte that is not there. */
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

const memory = Buffer.alloc(z.number().parse(workerData), 1);

parentPort?.on('message', () => parentPort?.postMessage(memory.indexOf(0), []));
parentPort?.postMessage('ready', []);
