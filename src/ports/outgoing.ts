/** An address that may be connected to. */
export interface AllowedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Decides which hosts this server reaches on behalf of somebody who is not its operator. */
export interface AddressGuard {
  /**
   * Looks a host up, or reads it as an address. Connect to what it answers and not to the name, which may mean something
   * else by then.
   *
   * @throws Fault `host_forbidden`, `host_unknown`
   */
  requireAllowed(host: string): Promise<AllowedAddress>;
}

/** What came of a request, whatever its status. */
export interface OutgoingReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
}

export interface OutgoingRequest {
  readonly url: string;
  /** With a body it is a POST, otherwise a GET. */
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of the reply; what is longer is refused. */
  readonly limitBytes: number;
  /** Drops what is longer instead. Default false. */
  readonly dropsRest?: boolean;
  /** How many redirects are followed, with a GET. Default 0: a redirect is a reply. */
  readonly redirects?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Web requests to hosts that an `AddressGuard` allows, at each redirect anew. */
export interface OutgoingHttp {
  /**
   * @throws Fault `host_forbidden`, `host_unknown`, `host_silent`, `reply_too_large`, `request_invalid` for an address
   * that is not one of the web; the signal's reason
   */
  ask(request: OutgoingRequest): Promise<OutgoingReply>;
  close(): Promise<void>;
}
