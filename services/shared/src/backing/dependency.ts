/** Something that the service needs, for `/readyz`. */
export interface Dependency {
  name: string;
  /** Whether the service cannot serve without it. */
  required: boolean;
  /** Rejects, with the reason, when it cannot be used. Given 2 s. */
  check(): Promise<void>;
}
