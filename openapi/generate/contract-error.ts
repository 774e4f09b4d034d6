/** A contract says something the generator does not understand, or refuses. Names the place, so that it can be found. */
export class ContractError extends Error {
  readonly pointer: string;

  constructor(pointer: string, complaint: string) {
    super(`${pointer}: ${complaint}`);
    this.name = 'ContractError';
    this.pointer = pointer;
  }
}
