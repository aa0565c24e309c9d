import { type Client, FTPError } from 'basic-ftp';

/** How connections to one server are kept. */
export interface PoolRules {
  /** How many there are at most. */
  readonly connections: number;
  /** After such a time one that is not used is used for nothing, so that the server does not end it. */
  readonly keepAliveMs: number;
  /** For such a time no more connections are opened when the server refuses another one. */
  readonly fewerMs: number;
}

/** A few connections to one server, each used by one at a time. Those that break are replaced when needed. */
export class ConnectionPool {
  readonly #open: () => Promise<Client>;
  readonly #all = new Set<Client>();
  readonly #waiting: (() => void)[] = [];
  readonly #timer: NodeJS.Timeout;
  #idle: Client[] = [];
  readonly #rules: PoolRules;
  #opening = 0;
  #fewerUntilMs = 0;
  #isClosed = false;

  constructor(open: () => Promise<Client>, rules: PoolRules) {
    this.#open = open;
    this.#rules = rules;
    this.#timer = setInterval(() => this.#keepAlive(), rules.keepAliveMs).unref();
  }

  /**
   * Does something with a connection when one is free.
   *
   * @throws what the work throws, or connecting
   */
  async use<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = await this.#take();
    try {
      return await work(client);
    } catch (error) {
      // After an answer of the server the connection is in order, after anything else nobody knows.
      if (!(error instanceof FTPError)) client.close();
      throw error;
    } finally {
      this.#giveBack(client);
    }
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    for (const client of this.#all) client.close();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #take(): Promise<Client> {
    for (;;) {
      if (this.#isClosed) throw new Error('the connections were closed');
      const idle = this.#idle.pop();
      if (idle?.closed === false) return idle;
      if (idle !== undefined) this.#all.delete(idle);
      else if (this.#mayAdd()) return this.#add();
      else await new Promise<void>((wake) => this.#waiting.push(wake));
    }
  }

  #mayAdd(): boolean {
    const count = this.#all.size + this.#opening;
    if (count > 0 && performance.now() < this.#fewerUntilMs) return false;
    return count < this.#rules.connections;
  }

  async #add(): Promise<Client> {
    this.#opening += 1;
    try {
      const client = await this.#open();
      this.#all.add(client);
      if (this.#isClosed) client.close();
      return client;
    } catch (error) {
      if (this.#all.size === 0) throw error;
      // Many servers allow fewer connections than we would like: it works with those that there are.
      this.#fewerUntilMs = performance.now() + this.#rules.fewerMs;
    } finally {
      this.#opening -= 1;
      this.#wakeNext();
    }
    return this.#take();
  }

  #giveBack(client: Client): void {
    if (client.closed) this.#all.delete(client);
    else this.#idle.push(client);
    this.#wakeNext();
  }

  #wakeNext(): void {
    this.#waiting.shift()?.();
  }

  #keepAlive(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const client of idle) {
      const giveBack = () => this.#giveBack(client);
      client.send('NOOP').then(giveBack, giveBack);
    }
  }
}
