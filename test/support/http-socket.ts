import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection that is spoken to by hand, to send what no client library would send. */
export class RawConnection {
  readonly #socket: Socket;
  #received = '';
  readonly #closed: Promise<void>;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect(Number(port), hostname);
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk) => {
      this.#received += chunk.toString('latin1');
    });
    this.#closed = new Promise((resolve) => {
      this.#socket.once('close', () => resolve());
    });
    onTestFinished(() => this.hangUp());
  }

  /** Everything that has come back so far. */
  get received(): string {
    return this.#received;
  }

  get isClosed(): boolean {
    return this.#socket.closed;
  }

  get closed(): Promise<void> {
    return this.#closed;
  }

  send(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** Sends a request line and headers; `Host` is added. */
  sendHead(requestLine: string, headers: Readonly<Record<string, string | number>>): void {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.send(`${requestLine} HTTP/1.1\r\nHost: test\r\n${lines.join('')}\r\n`);
  }

  hangUp(): void {
    this.#socket.destroy();
  }
}
