export { commonErrors, fileTooLarge } from './common-errors.ts';
export { defineErrors, type ErrorCatalogue, type ProblemFactory } from './define-errors.ts';
export {
  ProblemError,
  type FieldError,
  type FieldPlace,
  type Problem,
  type ProblemDefinition,
  type ProblemOptions,
} from './problem.ts';
