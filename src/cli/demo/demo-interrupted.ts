/** The demonstration was stopped with Ctrl-C. */
export class DemoInterrupted extends Error {
  constructor() {
    super('the demonstration was interrupted');
    this.name = 'DemoInterrupted';
  }
}
