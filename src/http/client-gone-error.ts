/** The client closed its connection before it was answered. Nobody is left to be told. */
export class ClientGoneError extends Error {
  constructor() {
    super('the client closed the connection before it was answered');
    this.name = 'ClientGoneError';
  }
}
